// Package ask understands a question about the weekly schedule and finds its
// answer: "chiều mai đ/c Liên có lịch gì" becomes a Query, the Query an Answer.
//
// Understand reads words, one after the other: what they say about time
// (package vi), whom they name (package names), what they want to know (the
// tables of this package). What is left over are search words. A text counts as
// a question only if enough of it has been understood; the rest is Unknown,
// never a guess. Typing slips are mended only where a first reading fails.
//
// Find asks a Schedule. It filters here, not in SQL, because only this side
// folds text. An Answer holds facts; package render puts them into words.
package ask
