package simulate

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The picture is XML whatever the title, the same for the same report, and shows
// each half hour with calls in each of the four diagrams.
func TestDayIsDrawn(t *testing.T) {
	m := example(t, House{})
	m.Title = "<b>周一 & \x00"
	r := ran(t, m)
	svg := string(r.SVG())
	require.Equal(t, svg, string(r.SVG()))
	require.Contains(t, svg, "2026-10-12 &lt;b&gt;周一 &amp; \uFFFD")
	d := xml.NewDecoder(strings.NewReader(svg))
	classes := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "class" {
					classes[a.Value]++
				}
			}
		}
	}
	require.Equal(t, 48, classes["hover"])
	require.Equal(t, 48, classes["dot"], "somebody calls the nation in each half hour")
	require.Equal(t, 48+1, classes["answered"], "and one in the legend")
	require.Equal(t, 4, classes["name"])
}

func TestDayWithoutCalls(t *testing.T) {
	m := quiet()
	m.Streams = nil
	r := ran(t, m)
	require.NotContains(t, string(r.SVG()), "NaN")
	var text strings.Builder
	require.NoError(t, r.WriteText(&text, nil))
	require.NotContains(t, text.String(), "NaN")
}
