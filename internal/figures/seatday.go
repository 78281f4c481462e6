package figures

import (
	"context"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/record"
)

// SeatToday adds up what one seat has done since midnight in China. A seat that has done
// nothing has sums of nothing.
func (l *Live) SeatToday(ctx context.Context, seat string, now time.Time) (record.Sums, error) {
	local := now.In(calendar.China())
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	of := exact(record.SumsOf{Since: midnight, Until: now.Add(time.Millisecond), Now: now, Place: record.BySeat, Within: UsualWithin, Short: UsualShort})
	if _, err := l.records.Catchup(ctx, l.journal); err != nil {
		return record.Sums{}, err
	}
	all, _, err := l.records.Sums(ctx, of)
	if err != nil {
		return record.Sums{}, err
	}
	for i := range all {
		if all[i].Place == seat {
			return all[i], nil
		}
	}
	return record.Sums{Place: seat, From: of.Since, To: of.Until}, nil
}

// LastCall is the last call that came from a number to one of the centres, see
// [record.Store.LastCall].
func (l *Live) LastCall(ctx context.Context, number string, centres []string) (string, error) {
	if _, err := l.records.Catchup(ctx, l.journal); err != nil {
		return "", err
	}
	return l.records.LastCall(ctx, number, centres)
}
