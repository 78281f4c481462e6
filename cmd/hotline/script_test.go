package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"hotline/internal/journal"
)

// scriptCommands are what the scripts need besides testscript's own.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"tree": needs(1, copyTree), "oneline": needs(0, oneLine), "ari": needs(2, fakeARI),
		"taken": needs(1, takenPort), "free": needs(1, freePort), "inuse": needs(1, openJournal),
		"empty": needs(1, emptyJournal), "played": needs(1, playedJournal), "recorded": needs(1, recordedCalls), "unlocked": needs(1, unlocked), "mode": needs(2, mode), "serving": needs(2, serving),
	}
}

func needs(n int, run func(*testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != n {
			ts.Fatalf("wants %d arguments and no !", n)
		}
		run(ts, args)
	}
}

// tree DIR: a copy of the shipped tree, to be spoiled.
func copyTree(ts *testscript.TestScript, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("DIALPLANS"))))
}

// oneline: the last command said one line on stderr.
func oneLine(ts *testscript.TestScript, _ []string) {
	if said := ts.ReadFile("stderr"); strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "hotline: ") {
		ts.Fatalf("not one line:\n%s", said)
	}
}

// ari NAME KIND: something that may or may not be ARI; $NAME is its address.
func fakeARI(ts *testscript.TestScript, args []string) {
	answer, ok := map[string]http.HandlerFunc{
		"asterisk": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"ping":"pong"}`) },
		"refuses": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"Authentication required"}`)
		},
		"website": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>welcome</html>") },
		"gone":    http.NotFound,
	}[args[1]]
	server := httptest.NewServer(answer)
	ts.Setenv(args[0], server.URL+"/ari")
	if !ok { // nobody
		server.Close()
		return
	}
	ts.Defer(server.Close)
}

// taken NAME: $NAME is an address that somebody listens on.
func takenPort(ts *testscript.TestScript, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() })
	ts.Setenv(args[0], listener.Addr().String())
}

// free NAME: $NAME is an address that nobody listens on; it may be asked again.
func freePort(ts *testscript.TestScript, args []string) {
	address := ts.Getenv(args[0])
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", address)
	ts.Check(err)
	ts.Setenv(args[0], listener.Addr().String())
	ts.Check(listener.Close())
}

// inuse DIR: another engine (this process) has the data folder; $PID is it.
func openJournal(ts *testscript.TestScript, args []string) {
	j, err := journal.OpenSQLite(context.Background(), ts.MkAbs(args[0]), journal.Options{})
	ts.Check(err)
	ts.Defer(func() { _ = j.Close() })
	ts.Setenv("PID", strconv.Itoa(os.Getpid()))
}

// empty DIR: a data folder in which nothing has happened yet.
func emptyJournal(ts *testscript.TestScript, args []string) {
	j, err := journal.OpenSQLite(context.Background(), ts.MkAbs(args[0]), journal.Options{})
	ts.Check(err)
	ts.Check(j.Close())
}

// unlocked DIR: no engine has the data folder.
func unlocked(ts *testscript.TestScript, args []string) {
	file, err := os.Open(filepath.Join(ts.MkAbs(args[0]), "hotline.lock"))
	ts.Check(err)
	defer file.Close()
	ts.Check(syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB))
}

// mode WANT FILE: the permissions of a file.
func mode(ts *testscript.TestScript, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("%s has mode %s, not %s", args[1], got, args[0])
	}
}
