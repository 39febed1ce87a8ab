const { join } = require('node:path');

module.exports = { output: { path: join(__dirname, 'public'), filename: 'index.js' } };
