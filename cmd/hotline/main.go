// Command hotline is an IVR and call distributor beside Asterisk.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"hotline/internal/problem"
)

// version is set by the linker when a release is built.
var version = "development"

const about = `The telephone hotline engine for 12385: call flows, queues and seats beside Asterisk.

Flags whose help names a $VARIABLE can also come from the environment, and those
of serve from a YAML file (--config). A flag wins over the environment, and the
environment over the file.`

type cli struct {
	Serve          serveCmd          `cmd:"" help:"Run the engine: take calls from Asterisk until told to stop."`
	Demo           demoCmd           `cmd:"" help:"Start everything on this machine, play one call and tell its story."`
	Reload         reloadCmd         `cmd:"" help:"Have the running engine read its dialplans tree again."`
	Calls          callsCmd          `cmd:"" help:"List the finished calls of a data folder."`
	Callbacks      callbacksCmd      `cmd:"" help:"List who was, or is to be, called back."`
	Messages       messagesCmd       `cmd:"" help:"List the messages in the centres' voicemail."`
	Recordings     recordingsCmd     `cmd:"" help:"List, play and delete recordings, and see who did."`
	Why            whyCmd            `cmd:"" help:"Say of each decision on a call why it was made."`
	Replay         replayCmd         `cmd:"" help:"Show the floors as they stood at any moment."`
	Check          checkCmd          `cmd:"" help:"Check a dialplans tree and report every mistake at its line."`
	Test           testCmd           `cmd:"" help:"Run the call tests of a dialplans tree, in virtual time."`
	Try            tryCmd            `cmd:"" help:"Place a call in the terminal and press its keys."`
	Explain        explainCmd        `cmd:"" help:"Say where a call goes at a moment, and why, step by step."`
	Graph          graphCmd          `cmd:"" help:"Draw a call flow, as Mermaid or SVG."`
	Plan           planCmd           `cmd:"" help:"Size seats and trunks, for a load, a forecast or as it was."`
	Simulate       simulateCmd       `cmd:"" help:"Run the distributor in virtual time, with callers who come by chance."`
	Figures        figuresCmd        `cmd:"" help:"Print what the hotline is judged by: connection rate, service level and more."`
	Export         exportCmd         `cmd:"" help:"Write the journal for other programs."`
	Probe          probeCmd          `cmd:"" help:"Call the hotline as a citizen does, and tell whether it works."`
	Schema         schemaCmd         `cmd:"" help:"Print the JSON Schema of the files, for editors."`
	AsteriskConfig asteriskConfigCmd `cmd:"" help:"Write Asterisk's configuration from the dialplans tree."`
	Version        versionCmd        `cmd:"" help:"Say which version this is."`
}

type streams struct{ out, err io.Writer }

func main() {
	os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run is main without the process: it returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	status := 0
	exited := false
	var c cli
	parser, err := kong.New(&c,
		kong.Name("hotline"), kong.Description(about),
		kong.Writers(std.out, std.err), kong.Bind(std),
		kong.Exit(func(code int) { status, exited = code, true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		panic(err) // the command line itself is wrong
	}
	k, err := parser.Parse(args)
	if exited {
		return status
	}
	if err != nil {
		complain(std.err, misuse(err))
		return 2
	}
	if err := k.Run(); err != nil {
		complain(std.err, err)
		return 1
	}
	return 0
}

// misuse says where the right use is told, unless the mistake is in a file.
func misuse(err error) error {
	var inFile problem.Problems
	if errors.As(err, &inFile) {
		return inFile
	}
	command := "hotline"
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context.Selected() != nil {
		command = wrong.Context.Selected().FullPath()
	}
	return fmt.Errorf("%w (see %s --help)", err, command)
}

// complain says in one line what is wrong; only lists of mistakes in files
// take more.
func complain(w io.Writer, err error) {
	fmt.Fprintln(w, "hotline: "+strings.TrimSpace(err.Error()))
}

// warn shows what is odd and does no harm.
func warn(w io.Writer, warnings problem.Problems) {
	for _, one := range warnings {
		fmt.Fprintln(w, one)
	}
}

type versionCmd struct{}

func (versionCmd) Run(std streams) error {
	_, err := fmt.Fprintln(std.out, "hotline", version)
	return err
}
