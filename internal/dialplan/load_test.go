package dialplan_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/internal/dialplan"
	"hotline/internal/golden"
	"hotline/internal/problem"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

// plant writes a tree into a folder of its own.
func plant(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(tb, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

// small is the least tree there is.
func small() map[string]string {
	return map[string]string{
		"trunks.yaml":         "trunks:\n  carrier: {match: [192.0.2.1], centre: harbin}\n",
		"seats.yaml":          "seats:\n  \"8001\": {queues: [harbin/advice]}\nfallback: [8001]\n",
		"centres/harbin.yaml": "centre: harbin\ntier: city\nentry: city\nqueues: {advice: {}}\n",
		"flows/city.yaml":     "flow: city\nstart: wait\nsteps:\n  wait: {queue: advice}\n",
	}
}

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	golden.Run(t, "testdata/problems/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		t.Helper()
		tree := map[string]string{}
		for _, f := range in {
			tree[f.Name] = string(f.Data)
		}
		dir := plant(t, tree)
		return strings.ReplaceAll(findings(dir), dir+string(filepath.Separator), "")
	})
}

func findings(dir string) string {
	tree, err := dialplan.Load(dir)
	if err != nil {
		return err.Error() + "\n"
	}
	return tree.Warnings.Error() + "\n"
}

func TestLeastTree(t *testing.T) {
	tree, err := dialplan.Load(plant(t, small()))
	require.NoError(t, err)
	require.Empty(t, tree.Warnings)
	require.Empty(t, tree.Manifest)
	require.Equal(t, dialplan.Registered, tree.Seats["8001"].SignIn)
	require.Equal(t, []string{"8001"}, tree.Fallback)
}

func TestNoTree(t *testing.T) {
	_, err := dialplan.Load("nowhere")
	require.EqualError(t, err, "nowhere: there is no such folder; give the folder that has trunks.yaml")
	var found problem.Problems
	require.ErrorAs(t, err, &found)
	_, err = dialplan.Load(t.TempDir())
	require.ErrorContains(t, err, "trunks.yaml: the file is missing")
	require.ErrorContains(t, err, "seats.yaml: the file is missing")
	require.ErrorContains(t, err, "flows: the folder cannot be read")
}

func TestVersionFollowsContent(t *testing.T) {
	files := small()
	version := func() string {
		tree, err := dialplan.Load(plant(t, files))
		require.NoError(t, err)
		return tree.Version
	}
	first := version()
	require.Equal(t, first, version())
	for name := range files {
		files[name] += "# changed\n"
		require.NotEqual(t, first, version(), name)
		first = version()
	}
	files["prompts/manifest.yaml"] = "prompts: []\n"
	require.NotEqual(t, first, version())
}

func TestHugeFileIsRefused(t *testing.T) {
	files := small()
	files["seats.yaml"] = strings.Repeat("# much too long\n", 1<<20)
	_, err := dialplan.Load(plant(t, files))
	require.ErrorContains(t, err, "seats.yaml: the file has more than 1024 KB")
}

// nationwide is a country's tree: a little more than 400 centres and 2,000 flows.
func nationwide(tb testing.TB) string {
	tb.Helper()
	files := country()
	for _, name := range []string{"city", "ask-area", "office"} {
		text, err := os.ReadFile("../../dialplans/flows/" + name + ".yaml")
		require.NoError(tb, err)
		files["flows/"+name+".yaml"] = string(text)
	}
	numbers := ""
	for i := range 400 {
		id := fmt.Sprintf("c%d", i)
		files["centres/"+id+".yaml"] = "centre: " + id + "\ntitle: 某市残疾人服务热线\ntier: city\narea: \"0459\"\nparent: heilongjiang\nentry: " + id + "-0\nqueues: {advice: {}}\n"
		for j := range 5 {
			name := fmt.Sprintf("%s-%d", id, j)
			files["flows/"+name+".yaml"] = strings.Replace(files["flows/city.yaml"], "flow: city", "flow: "+name, 1)
			numbers += fmt.Sprintf("      \"%d\": {centre: %s, flow: %s}\n", 20_000_000+i*10+j, id, name)
		}
	}
	files["trunks.yaml"] = strings.Replace(files["trunks.yaml"], "    numbers:\n", "    numbers:\n"+numbers, 1)
	files["trunks.yaml"] = strings.Replace(files["trunks.yaml"], `allow: [hotlines, callers, "12345",`, `allow: [hotlines, callers, {number: "12345", open: always},`, 1)
	return plant(tb, files)
}

func BenchmarkLoad(b *testing.B) {
	dir := nationwide(b)
	for b.Loop() {
		tree, err := dialplan.Load(dir)
		require.NoError(b, err)
		require.Len(b, tree.Centres, 409)
	}
}
