package record

import "fmt"

// The queries behind Sums. Each gives place, beginning of the slot, and sums; its
// first verb is the column of the place, its second the slot.

// slotOf is the beginning of the slot of a time, as SQL.
func slotOf(every Period, time string) string {
	if every == Whole {
		return "@since"
	}
	return fmt.Sprintf("(%s + @shift) / @period * @period - @shift", time)
}

// nextSlot is how long a slot is, as SQL.
func nextSlot(every Period) string {
	if every == Whole {
		return "(@until - @since)"
	}
	return "@period"
}

// sumCallers looks at every stay of the calls that joined a queue in the span, so
// that a caller counts where, and when, he joined first.
const sumCallers = `
	WITH
	joined AS (
		SELECT DISTINCT call FROM stays WHERE queued >= @since AND queued < @until AND NOT callback),
	callers AS (
		SELECT %[1]s AS place, call, min(queued) AS begun, max(id) AS last,
			min(CASE WHEN fate = 'answered' THEN over END) AS answered
		FROM stays WHERE call IN (SELECT call FROM joined) AND NOT callback
		GROUP BY 1, 2 HAVING begun >= @since AND begun < @until),
	fates AS (
		SELECT place, begun, CASE WHEN c.answered IS NULL THEN fate ELSE 'answered' END AS fate,
			coalesce(c.answered, over) - begun AS waited,
			max(0, c.answered - coalesce(calls.arrived, begun)) AS since_arrival
		FROM callers AS c JOIN stays ON stays.id = c.last LEFT JOIN calls ON calls.id = c.call)
	SELECT place, %[2]s, count(*), sum(fate = 'answered'),
		sum(fate = 'abandoned'),
		sum(fate = 'abandoned' AND waited < @short),
		sum(fate = 'abandoned' AND waited > @within),
		sum(fate = 'overflowed'),
		sum(fate = 'cut-off'),
		sum(fate = ''),
		sum(fate = 'answered' AND waited <= @within),
		sum(fate = 'answered' AND since_arrival <= @within),
		sum(CASE WHEN fate = 'answered' THEN waited ELSE 0 END),
		ifnull(sum(waited), 0),
		ifnull(max(waited), 0),
		max(CASE WHEN fate = '' THEN max(0, @now - begun) ELSE 0 END)
	FROM fates GROUP BY 1, 2`

const sumOverflows = `
	SELECT %[1]s, %[2]s, reason, count(*) FROM stays
	WHERE queued >= @since AND queued < @until AND fate = 'overflowed' AND NOT callback GROUP BY 1, 2, 3`

const sumOffers = `
	SELECT %[1]s, %[2]s, count(*), sum(result = 'no-answer') FROM offers
	WHERE made >= @since AND made < @until GROUP BY 1, 2`

const sumWork = `
	SELECT %[1]s, %[2]s, count(*), sum(talked - answered), sum(done - talked) FROM work
	WHERE answered >= @since AND answered < @until AND done IS NOT NULL GROUP BY 1, 2`

const sumTalksCut = `
	SELECT %[1]s, %[2]s, sum(cut) FROM work WHERE answered >= @since AND answered < @until GROUP BY 1, 2`

const sumListed = `
	SELECT %[1]s, %[2]s, count(*), count(reached), count(given_up) FROM listed
	WHERE listed >= @since AND listed < @until GROUP BY 1, 2`

// sumSpells cuts each spell at the ends of the span and of the slots.
const sumSpells = `
	WITH RECURSIVE
	spell AS (
		SELECT %[1]s AS place, state, max(since, @since) AS a, min(until, @until, @now) AS z FROM spells WHERE until > @since
		UNION ALL
		SELECT %[1]s, now, max(since, @since), min(@until, @now) FROM stances WHERE now <> 'signed-out'),
	cut (place, state, a, b, z) AS (
		SELECT place, state, a, min(z, %[2]s + %[3]s), z FROM spell WHERE a < z
		UNION ALL
		SELECT place, state, b, min(z, b + %[3]s), z FROM cut WHERE b < z)
	SELECT place, %[2]s, state, sum(b - a) FROM cut GROUP BY 1, 2, 3`
