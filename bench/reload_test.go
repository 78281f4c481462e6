package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A whole country's tree, 400 centres and 2,000 flows, is read again while a
// caller talks and others wait: from the order to the moment from which new calls
// use it. Each time one flow has changed. Its sounds are there from the start, but
// for those of what changed.
func BenchmarkReloadOfACountry(b *testing.B) {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	tree := country(b)
	s := setUp(ctx, b, tree)
	s.place(ctx, b)
	talk := s.rings(ctx, b)
	require.NoError(b, talk.Answer(ctx))
	s.token(ctx, b, s.joined)
	s.place(ctx, b)
	took := make([]time.Duration, 0, b.N)
	flow := filepath.Join(tree, "flows", "c7-3.yaml")
	text, err := os.ReadFile(flow)
	require.NoError(b, err)
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		require.NoError(b, os.WriteFile(flow, fmt.Appendf(text, "# %d\n", i), 0o600))
		before := s.rig.Engine.Version()
		b.StartTimer()
		begun := time.Now()
		require.NoError(b, s.rig.Engine.Reload(ctx))
		took = append(took, time.Since(begun))
		require.NotEqual(b, before, s.rig.Engine.Version())
	}
	b.StopTimer()
	require.NoError(b, talk.Hangup(ctx)) // the talk went on
	report(b, took)
}

// country is the shipped tree with 400 more cities, each with five flows.
func country(b *testing.B) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "dialplans")
	require.NoError(b, os.CopyFS(dir, os.DirFS("../dialplans")))
	write := func(name, text string) {
		require.NoError(b, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(b, err)
		return string(text)
	}
	city := read("flows/city.yaml")
	var numbers strings.Builder
	for i := range 400 {
		id := fmt.Sprintf("c%d", i)
		write("centres/"+id+".yaml", "centre: "+id+"\ntitle: 第"+fmt.Sprint(i)+"市残疾人服务热线\ntier: city\narea: \"0459\"\n"+
			"parent: heilongjiang\nentry: "+id+"-0\nqueues: {advice: {}}\n")
		for j := range 5 {
			name := fmt.Sprintf("%s-%d", id, j)
			write("flows/"+name+".yaml", strings.Replace(city, "flow: city", "flow: "+name, 1))
			fmt.Fprintf(&numbers, "      \"%d\": {centre: %s, flow: %s}\n", 20_000_000+i*10+j, id, name)
		}
	}
	write("trunks.yaml", strings.Replace(read("trunks.yaml"), "    numbers:\n", "    numbers:\n"+numbers.String(), 1))
	return dir
}
