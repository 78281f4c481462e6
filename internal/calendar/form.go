package calendar

import "hotline/internal/schema"

// Fields are the keys of the file of one year.
func Fields() []schema.Field {
	return []schema.Field{
		{Name: "year", Doc: "The year: the same as the file's name.", Type: schema.Int(firstYear, lastYear), Need: true},
		{Name: "notice", Doc: "Addresses of the State Council's notice.", Type: oneOrMore(schema.Like("^https?://", "write it like https://www.gov.cn/…"))},
		{Name: "holidays", Doc: "Every holiday of the notice.", Type: schema.List(schema.Form(holidayFields()...)), Need: true},
	}
}

func holidayFields() []schema.Field {
	days := oneOrMore(schema.Like(datesOf(`([0-9]{4}-)?[0-9]{2}-[0-9]{2}`), "write it like 10-01, or 10-01..10-07"))
	return []schema.Field{
		{Name: "name", Doc: "What callers hear: 国庆节.", Type: schema.Text(), Need: true},
		{Name: "off", Doc: "Days off, as the notice lists them: 10-01..10-07.", Type: days, Need: true},
		{Name: "work", Doc: "Make-up working days (调休): [09-20, 10-10].", Type: days},
	}
}

// HoursType is what hours may be: 7x24, or days and times.
func HoursType() schema.Type {
	return schema.Either(schema.OneOf(allHours), schema.Form(hoursFields()...))
}

func hoursFields() []schema.Field {
	days := schema.Either(schema.OneOf(working, every), schema.List(schema.OneOf(weekdays()...)))
	return []schema.Field{
		{Name: "days", Doc: "working (by the calendar), every, or a list of days of the week.", Type: days, Need: true},
		{Name: "times", Doc: "When it is open on those days: [08:30-12:00, 13:00-17:30].", Type: timesType(), Need: true},
		{Name: "zone", Doc: "The time zone; " + usualZone + " without it.", Type: schema.Text()},
		{Name: "exceptions", Doc: "Days of its own, which count before anything else.", Type: schema.List(schema.Form(exceptionFields()...))},
	}
}

func exceptionFields() []schema.Field {
	date := oneOrMore(schema.Like(datesOf(`[0-9]{4}-[0-9]{2}-[0-9]{2}`), "write it like 2026-07-20, or 2026-07-20..2026-07-24"))
	return []schema.Field{
		{Name: "date", Doc: "A date, a range 2026-07-20..2026-07-24, or a list.", Type: date, Need: true},
		{Name: "closed", Doc: "Closed all day; the reason that callers hear: 暴雨停办.", Type: schema.TextUpTo(longestWhy)},
		{Name: "times", Doc: "Open at these times instead.", Type: timesType()},
		{Name: "why", Doc: "Why the times differ, as callers hear it: 搬迁.", Type: schema.TextUpTo(longestWhy)},
	}
}

func timesType() schema.Type {
	return schema.List(schema.Like(`^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$`, "write it like 08:30-12:00"))
}

// datesOf is a date or a range of them.
func datesOf(date string) string { return "^" + date + `(\.\.` + date + ")?$" }

func oneOrMore(of schema.Type) schema.Type { return schema.Either(of, schema.List(of)) }
