// One statement for all rows; the numbers of tags are asked for once.
const pool = context.get('pool');
const numbers = context.get('numbers');
const batch = msg.payload;
try {
    const unknown = [...new Set(batch.topics.filter(topic => !numbers.has(topic)))].sort();
    if (unknown.length > 0) {
        await pool.query({
            name: 'tags',
            text: 'insert into tag (topic) select unnest($1::text[]) on conflict (topic) do nothing',
            values: [unknown]
        });
        const made = await pool.query({
            name: 'numbers',
            text: 'select id, topic from tag where topic = any($1::text[])',
            values: [unknown]
        });
        made.rows.forEach(row => numbers.set(row.topic, row.id));
    }
    await pool.query({
        name: 'samples',
        text: context.get('sql'),
        values: [batch.topics.map(topic => numbers.get(topic)), batch.micros, batch.values]
    });
} catch (failed) {
    node.error(batch.topics.length + ' rows could not be stored: ' + failed.message, msg);
}
return null;
