package dialplan

import (
	"hotline/internal/calendar"
	"hotline/internal/form"
	"hotline/internal/schema"
)

// Forms are the kinds of files of the tree but flows and languages.
func Forms() []schema.File {
	return []schema.File{
		{Name: "trunks", Key: "trunks", Doc: "The lines to the carriers: " + trunksFile, Type: schema.Form(trunksFields()...)},
		{Name: "numbering", Key: "overrides", Doc: "What area codes mean here: " + numberingFile, Type: schema.Form(numberingFields()...)},
		{Name: "centre", Key: "centre", Doc: "A body that answers the hotline: centres/<name>.yaml", Type: schema.Form(centreFields()...)},
		{Name: "seats", Key: "seats", Doc: "The telephones that answer callers: " + seatsFile, Type: schema.Form(seatsFields()...)},
		{Name: "codes", Key: "codes", Doc: "What seats dial: " + codesFile, Type: schema.Form(codesFields()...)},
		{Name: "classification", Key: "functions", Doc: "How calls are told apart after the talk: " + classificationFile, Type: schema.Form(classificationFields()...)},
		{Name: "recordings", Key: "keep", Doc: "What becomes of recorded talks: " + recordingsFile, Type: schema.Form(recordingsFields()...)},
		{Name: "machines", Key: "machines", Doc: "The machines that share the floors: " + machinesFile, Type: schema.Form(machinesFields()...)},
		{Name: "policy", Key: "person", Doc: "What callers are promised: " + policyFile, Type: schema.Form(policyFields()...)},
		{Name: "calendar", Key: "holidays", Doc: "The days off and make-up working days of a year: calendars/<year>.yaml", Type: schema.Form(calendar.Fields()...)},
	}
}

func need(name, doc string, t schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: t, Need: true}
}

func may(name, doc string, t schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: t}
}

func nameType() schema.Type {
	return schema.Like(nameForm.String(), "use small letters, digits and -, and begin with a letter")
}

func areaType() schema.Type { return schema.Like(`^0[0-9]{2,3}$`, "write it like 010, 021 or 0451") }

func trunksFields() []schema.Field {
	return []schema.Field{
		may("default", "The trunk of calls that name none, as hotline explain does without --trunk.", nameType()),
		need("trunks", "The trunks by name.", schema.Map(nameType(), schema.Form(trunkFields()...))),
	}
}

func trunkFields() []schema.Field {
	route := schema.Either(nameType(), schema.Form(numberFields()...))
	allow := schema.Either(schema.Text(), schema.Form(allowFields()...))
	return []schema.Field{
		may("title", "What people call it.", schema.Text()),
		need("match", "Addresses or networks that its calls come from.", schema.List(schema.Text())),
		may("contact", "SIP address for calls out; none are made without it.", schema.Like(contactForm.String(), "write it like sip:192.0.2.1:5060")),
		may("centre", "The city that is served: calls go there whose number is not listed.", nameType()),
		may("area", "Its area code: callers who come without one are there.", areaType()),
		may("language", "What its callers are spoken to in first; zh without it.", schema.Text()),
		may("ingress", "What the carrier does to numbers.", schema.Form(ingressFields()...)),
		may("numbers", "Called numbers and where they lead.", schema.Map(schema.Text(), route)),
		may("allow", "Numbers outside that may be called through it; hotlines: 12385 of any area; callers: who left a number in China to be called back.", schema.List(allow)),
	}
}

func ingressFields() []schema.Field {
	prefixes := schema.List(schema.Like(prefixForm.String(), "write digits"))
	return []schema.Field{
		may("strip-called", "Prefixes before called numbers: an outside-line 9, a routing prefix.", prefixes),
		may("strip-caller", "Prefixes before calling numbers.", prefixes),
		may("area-without-zero", "true: 45112385 is 0451-12385, and not a local number.", schema.OneOf("true", "false")),
	}
}

func numberFields() []schema.Field {
	return []schema.Field{
		need("centre", "The centre that answers.", nameType()),
		may("flow", "Another flow than the centre's entry.", nameType()),
		may("old", "The number will be given up: what callers hear first.", schema.Form(oldFields()...)),
	}
}

func oldFields() []schema.Field {
	return []schema.Field{
		need("until", "Its last day.", schema.Like(dateForm.String(), "write it like 2027-06-30")),
		need("say", "The new number, as callers hear it.", schema.Text()),
	}
}

func allowFields() []schema.Field {
	return []schema.Field{
		need("number", "The number outside.", schema.Text()),
		may("open", "always: a person answers there at all hours.", schema.OneOf(openAlways)),
	}
}

func numberingFields() []schema.Field {
	target := schema.Either(nameType(), schema.Form(overrideFields()...))
	return []schema.Field{
		need("overrides", "Area codes that mean something else than the usual.", schema.Map(areaType(), target)),
		may("hops", "How often a call may be forwarded from platform to platform in all; 3 without it.", schema.Int(0, mostHops)),
	}
}

func overrideFields() []schema.Field {
	return []schema.Field{
		may("centre", "The centre that answers.", nameType()),
		may("flow", "Another flow than its entry.", nameType()),
		may("digits", "The first digits of the caller's number in that area, and the centre they mean.", schema.Map(schema.Like(prefixForm.String(), "write digits"), nameType())),
		may("ask", "The centres to ask the caller about, at most five.", schema.List(nameType())),
	}
}

func centreFields() []schema.Field {
	links := schema.List(nameType())
	return []schema.Field{
		need("centre", "Its name: the same as the file's, without .yaml.", nameType()),
		may("title", "What callers and pages call it.", schema.Text()),
		need("tier", "city, province or nation.", schema.OneOf(tiers()...)),
		may("area", "Its area code.", areaType()),
		may("parent", "The centre above, if it is on this platform.", nameType()),
		may("floor", "Whose seats serve it; its own without it.", nameType()),
		need("entry", "The flow of its calls.", nameType()),
		may("hours", "When it answers; 7x24 without it.", calendar.HoursType()),
		may("chain", "Where calls go when it is closed, full or unstaffed; upwards and then to voicemail without it.",
			schema.Either(links, schema.Form(chainFields(links)...))),
		may("consult", "Its queue in which seats ask for its people; the only one without it.", nameType()),
		may("queues", "Where its callers wait.", schema.Map(nameType(), schema.Form(queueFields()...))),
	}
}

func chainFields(links schema.Type) []schema.Field {
	return []schema.Field{
		may(Closed, "Where calls go when it is closed.", links),
		may(Full, "Where calls go when its queue is full.", links),
		may(Unstaffed, "Where calls go when no seat is signed in.", links),
	}
}

func queueFields() []schema.Field { return form.Fields(new(queueDraft).settings()) }

func seatsFields() []schema.Field {
	number := numberType()
	return []schema.Field{
		need("seats", "The seats by number.", schema.Map(number, schema.Form(form.Fields(new(Seat).settings(nil))...))),
		may("phones", "SIP accounts that belong to no seat: any seat can sign in there.", schema.Map(number, schema.Form(form.Fields(new(Phone).settings())...))),
		may("fallback", "The seats that ring together when no engine runs.", schema.List(schema.Text())),
	}
}

func codesFields() []schema.Field {
	codes := schema.Map(schema.Like(codeForm.String(), `write "*" and up to four digits, and + where more follow`), nameType())
	return append([]schema.Field{need("codes", "Feature codes and the flows they lead to.", codes)}, form.Fields(new(loader).codesSettings())...)
}

func (l *loader) codesSettings() []form.Setting {
	return []form.Setting{
		form.Of("talk", "What seats press in a talk, and what it does.", talkType(), l.loadTalkCodes),
		form.Of("targets", "Short codes of what seats may be connected to.", targetsType(), l.loadTargets),
		form.Of("reasons", "Why a seat pauses, by the digit behind the code: {1: 小休}.", keyedType(longestReason), l.loadReasons),
	}
}
