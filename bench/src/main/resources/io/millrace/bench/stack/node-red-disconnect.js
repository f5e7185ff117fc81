context.get('pool').end();
