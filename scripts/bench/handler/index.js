/** What every contestant of the benchmark runs behind the measured routes: next to no work of its own. */
module.exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ items: [], received: event.body ? JSON.parse(event.body).name : null }),
});
