package simulate

import (
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/form"
	"hotline/internal/schema"
)

// MaxDays is how often a day is simulated at most.
const MaxDays = 10_000

// Limits of what a scenario may say.
const (
	usualDays   = 20
	mostInHalf  = 1_000_000
	leastTalk   = time.Second
	mostWait    = day
	mostRing    = 10 * time.Minute
	mostWrapUp  = time.Hour
	mostWaiting = 1_000_000
)

// Form is the form of a scenario file.
func Form() schema.File {
	return schema.File{
		Name: "scenario", Key: "queues", Doc: "A day to be simulated: queues, who calls them, and the roster.",
		Type: schema.Form(scenarioFields()...),
	}
}

func scenarioFields() []schema.Field {
	return []schema.Field{
		{Name: "title", Doc: "What the day is called in pictures.", Type: schema.Text()},
		{Name: "date", Doc: "The day: 2026-10-12. The calendar counts.", Type: schema.Like(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "write it like 2026-10-12"), Need: true},
		{Name: "days", Doc: "How often it is simulated; 20 times without it. The more, the narrower the intervals.", Type: schema.Int(1, MaxDays)},
		{Name: "answer-after", Doc: "How long telephones ring until a seat answers; at once without it.", Type: schema.Duration(0, mostRing)},
		{Name: "queues", Doc: "All queues.", Type: schema.List(schema.Form(queueFields()...)), Need: true},
		{Name: "seats", Doc: "The roster, in groups of seats alike.", Type: schema.List(schema.Form(groupFields()...)), Need: true},
	}
}

func queueFields() []schema.Field {
	return slices.Concat([]schema.Field{
		{Name: "name", Doc: "The queue, as in the dialplans tree if there is one: beijing/general.", Type: schema.Text(), Need: true},
		{Name: "title", Doc: "What it is called in tables.", Type: schema.Text()},
		{Name: "hours", Doc: "When callers are let in; without it as in the tree, or always.", Type: calendar.HoursType()},
		{Name: "calls", Doc: "How many calls come in the half hour that begins then, on average: {\"08:30\": 42}.", Type: schema.Map(schema.Like(`^[0-9]{1,2}:[03]0$`, "write it like 08:30"), schema.Any())},
		{Name: "rate", Doc: "Instead of calls: as many through the whole day, such as 200/h.", Type: schema.Like(`^[0-9.]+/.+$`, "write it like 200/h")},
		{Name: "talk", Doc: "How long talks take.", Type: timesType()},
		{Name: "patience", Doc: "How long callers wait before they give up; for ever without it.", Type: timesType()},
		{Name: "priority", Doc: "Wait that callers are granted in advance.", Type: schema.Duration(0, mostWait)},
		{Name: "ring", Doc: "How long a seat rings; without it as in the tree, or until it answers.", Type: schema.Duration(0, mostRing)},
		{Name: "limits", Doc: "When the queue does not keep a call.", Type: schema.Form(form.Fields(limitSettings(&acd.Limits{}))...)},
		{Name: "then", Doc: "The queue where such calls go on; without it they are lost.", Type: schema.Text()},
	}, form.Fields(ruleSettings(&Queue{})), form.Fields(callerSettings(&Stream{})))
}

func limitSettings(l *acd.Limits) []form.Setting {
	return []form.Setting{
		form.Span("wait", "The longest wait.", time.Second, mostWait, &l.Wait),
		form.Count("size", "The most calls that may wait before one that joins.", 1, mostWaiting, &l.Size),
		form.Span("expected", "The longest wait that may be expected for a call that joins.", time.Second, mostWait, &l.Expected),
		form.Yes("no-seat", "yes: calls leave when nobody is signed in.", &l.NoSeat),
		form.Yes("all-paused", "yes: calls leave when all who are signed in are paused.", &l.AllPaused),
		form.Yes("all-busy", "yes: calls do not join when no seat is ready.", &l.AllBusy),
		form.Count("staff", "Calls do not join when fewer seats are signed in.", 1, MaxSeats, &l.Staff),
	}
}

func groupFields() []schema.Field {
	return append([]schema.Field{
		{Name: "count", Doc: "How many seats.", Type: schema.Int(1, MaxSeats), Need: true},
		{Name: "queues", Doc: "The queues that they serve: [a, {queue: b, level: 2}].", Type: schema.List(postType()), Need: true},
		{Name: "work", Doc: "When they are signed in: [08:30-12:00, 13:30-17:30]. To 24:00 means until the last caller is served.", Type: schema.List(schema.Like(spanForm, "write it like 08:30-12:00")), Need: true},
	}, form.Fields(new(crew).settings())...)
}

// timesType is how long something takes.
func timesType() schema.Type {
	mean := schema.Duration(leastTalk, maxTime)
	return schema.Either(mean, schema.Kinds(
		schema.Kind{Name: "exponential", Fields: []schema.Field{{Name: "exponential", Doc: "Exponential times of this mean; what a bare time means.", Type: mean, Need: true}}},
		schema.Kind{Name: "fixed", Fields: []schema.Field{{Name: "fixed", Doc: "Always this time.", Type: mean, Need: true}}},
		schema.Kind{Name: "lognormal", Fields: lognormalFields(mean)},
		schema.Kind{Name: "empirical", Fields: []schema.Field{{Name: "empirical", Doc: "Times that were seen, each as likely: [35s, 2m, 4m10s].", Type: schema.List(mean), Need: true}}},
	))
}

func lognormalFields(mean schema.Type) []schema.Field {
	return []schema.Field{
		{Name: "lognormal", Doc: "Lognormal times of this mean, as talks are.", Type: mean, Need: true},
		{Name: "deviation", Doc: "Their standard deviation.", Type: mean, Need: true},
	}
}
