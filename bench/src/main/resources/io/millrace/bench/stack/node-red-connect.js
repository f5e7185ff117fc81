const { Pool } = global.get('pg');
context.set('pool', new Pool({ connectionString: env.get('BENCH_POSTGRES'), max: 4 }));
context.set('numbers', new Map());
context.set('sql', env.get('BENCH_INSERT'));
