package figures

import (
	"io"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/jsonout"
	"hotline/internal/record"
)

// report is what WriteJSON writes.
type report struct {
	From    string  `json:"from"`
	To      string  `json:"to"`
	Within  float64 `json:"within_s"`
	Short   float64 `json:"short_s"`
	Target  float64 `json:"connection_rate_target"`
	Checked bool    `json:"checked"`
	Rows    []Row   `json:"rows"`
}

// WriteJSON writes figures as a JSON object for programs. Shares are from 0 to 1,
// times in seconds, null where there is nothing to tell; the names are those of
// Formulas with the time to answer in.
func WriteJSON(w io.Writer, of record.SumsOf, rows []Row, checked bool) error {
	if rows == nil {
		rows = []Row{}
	}
	return jsonout.Write(w, report{
		From: of.Since.In(calendar.China()).Format(time.RFC3339), To: of.Until.In(calendar.China()).Format(time.RFC3339),
		Within: of.Within.Seconds(), Short: of.Short.Seconds(), Target: ConnectionTarget, Checked: checked, Rows: rows,
	})
}
