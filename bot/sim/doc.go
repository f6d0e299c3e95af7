// Package sim is the Bot API in memory: a Telegram of a few people, groups and
// one bot, for tests and for the demo.
//
// A [Server] is reached in process through [Server.Client] (the library's
// HttpClient seam; it works inside a testing/synctest bubble, where nothing may
// wait on a socket) or over HTTP, because it is an http.Handler. Either way the
// same bytes are read and written, so the bot under test cannot tell.
//
// Three rules make it worth testing against:
//
//   - It refuses what Telegram would refuse, in Telegram's own words, and it
//     never says yes to something it does not simulate: a method, parameter or
//     parse mode outside its table is answered with an error and kept in
//     [Server.Violations].
//   - What people do and see goes through a [Person], who presses buttons by
//     their visible label and reads texts as they are drawn.
//   - Everything goes wrong on demand: rate limits ([Options.Rate]), scripted
//     faults ([Server.Break]), an outage ([Server.Outage]), raw updates
//     ([Server.Inject]).
//
// One mutex guards the state; every operation is O(1) or O(log n) in what has
// been said so far, except those that return all of it. Dates on messages, the
// age of callback queries and the 24 hours an update is kept follow
// Options.Now; waiting (long polls, slow answers, rate limits) follows the time
// package alone, so a demo may shift its clock without stalling anything.
//
// Where the server side of Telegram is closed and only measured by others, the
// sim takes the stricter reading.
package sim
