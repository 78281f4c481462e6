package pin

import "encoding/json"

// saved is a guard as it is written down.
type saved struct {
	Seats  map[string]savedRow `json:"seats,omitempty"`
	Phones map[string]savedRow `json:"phones,omitempty"`
}

type savedRow struct {
	Wrong  []int64 `json:"wrong,omitempty"`
	Locked int64   `json:"locked,omitempty"`
	Told   int64   `json:"told,omitempty"`
}

// MarshalJSON implements json.Marshaler: what is remembered of wrong tries, no PIN.
func (g *Guard) MarshalJSON() ([]byte, error) {
	return json.Marshal(saved{saveRows(g.seats), saveRows(g.phones)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *Guard) UnmarshalJSON(data []byte) error {
	var s saved
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	g.seats, g.phones = loadRows(s.Seats), loadRows(s.Phones)
	return nil
}

func saveRows(rows map[string]*row) map[string]savedRow {
	all := map[string]savedRow{}
	for name, r := range rows {
		all[name] = savedRow{r.wrong, r.locked, r.told}
	}
	return all
}

func loadRows(all map[string]savedRow) map[string]*row {
	rows := map[string]*row{}
	for name, r := range all {
		rows[name] = &row{r.Wrong, r.Locked, r.Told}
	}
	return rows
}
