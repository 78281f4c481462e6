package ivrtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hotline/ivr"
)

// input reads what happens to a caller:
//
//	Key 0 · PlayEnded · Timeout · Connected · HungUp · Result left no-seat · Result done {"name": "x"}
//	View 3/6 seats=2 expected=2m low=1m high=3m20s
//	Hours open working-hours · Hours closed holiday reason=今天是国庆节假期 next=10月8日8点30分 known=false
//	Recorded 12s · Recorded nothing
//	Fetched 200 {"name": "x"} · Fetched failed · Fetched failed 500
func input(text string) (ivr.Input, error) {
	name, rest, _ := strings.Cut(text, " ")
	in, err := parse(name, rest)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return in, nil
}

func parse(name, rest string) (ivr.Input, error) {
	switch name {
	case "Start":
		return ivr.Start{}, nil
	case "Key":
		if len(rest) != 1 {
			return nil, fmt.Errorf("want one key, not %q", rest)
		}
		return ivr.Key{Digit: rest[0]}, nil
	case "PlayEnded":
		return ivr.PlayEnded{}, nil
	case "Timeout":
		return ivr.Timeout{}, nil
	case "View":
		return view(strings.Fields(rest))
	case "Hours":
		return hours(strings.Fields(rest))
	case "Recorded":
		return recorded(rest)
	case "Fetched":
		return fetched(rest)
	case "Connected":
		return ivr.Connected{}, nil
	case "Result":
		return result(rest)
	case "HungUp":
		return ivr.HungUp{}, nil
	}
	return nil, fmt.Errorf("there is no input %s", name)
}

func result(rest string) (r ivr.Result, err error) {
	rest, data, has := strings.Cut(rest, "{")
	what, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	r = ivr.Result{What: ivr.Outcome(what), Reason: reason}
	if has {
		err = json.Unmarshal([]byte("{"+data), &r.Data)
	}
	return r, err
}

func view(fields []string) (v ivr.View, err error) {
	if len(fields) == 0 {
		return v, nil
	}
	if _, err := fmt.Sscanf(fields[0], "%d/%d", &v.Position, &v.Waiting); err != nil {
		return v, fmt.Errorf("want position/waiting: %w", err)
	}
	for _, f := range fields[1:] {
		switch key, value, _ := strings.Cut(f, "="); key {
		case "seats":
			v.Seats, err = strconv.Atoi(value)
		case "expected":
			v.Expected, err = time.ParseDuration(value)
		case "low":
			v.Low, err = time.ParseDuration(value)
		case "high":
			v.High, err = time.ParseDuration(value)
		default:
			err = fmt.Errorf("%s is no part of a View", key)
		}
		if err != nil {
			return v, err
		}
	}
	return v, nil
}

func hours(fields []string) (h ivr.Hours, err error) {
	h.Known = true
	for i, f := range fields {
		switch key, value, _ := strings.Cut(f, "="); {
		case i == 0:
			h.Open = f == "open"
		case i == 1:
			h.Why = f
		case key == "reason":
			h.Reason = value
		case key == "next":
			h.Next = value
		case key == "known":
			h.Known, err = strconv.ParseBool(value)
		default:
			err = fmt.Errorf("%s is no part of Hours", key)
		}
	}
	return h, err
}

func recorded(rest string) (ivr.Input, error) {
	if rest == "nothing" {
		return ivr.Recorded{}, nil
	}
	length, err := time.ParseDuration(rest)
	return ivr.Recorded{OK: true, Length: length}, err
}

func fetched(rest string) (ivr.Input, error) {
	word, data, _ := strings.Cut(rest, " ")
	if word == "failed" {
		status, _ := strconv.Atoi(data)
		return ivr.Fetched{Status: status}, nil
	}
	f := ivr.Fetched{OK: true}
	var err error
	if f.Status, err = strconv.Atoi(word); err != nil {
		return nil, err
	}
	err = json.Unmarshal([]byte(data), &f.Data)
	return f, err
}
