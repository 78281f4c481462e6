// Package calendar knows working days and opening hours: "open at T?", why, and
// until when.
//
// The State Council's notice of a year is authoritative: [Load] reads one file
// a year with its days off and its make-up working days (调休). Where the
// notice says nothing, Monday to Friday are working days. While the notice of a
// year is missing that rule alone decides, and every [Answer] that rests on it
// says so (Known is false); [Book.EndsSoon] tells it ahead of time.
//
// A centre's own [Hours] are asked in this order: its dated exceptions, then its
// days (by the calendar, every day, or days of the week), then its times. A day
// begins and ends at midnight of the zone of the hours.
//
// The package is pure: files come as text, and the time with the question. A
// file with mistakes gives problems, and a Book that lacks what was wrong.
package calendar
