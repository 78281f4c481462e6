package trial

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Question is one that is asked before the call.
type Question struct {
	What  string
	Into  *string            // has what an empty line means, and gets the answer
	Check func(string) error // nil: any answer will do
}

// Ask asks the questions, each until its answer will do. It is false when there
// are no more lines. At a terminal who types ends the line of the question.
func Ask(in *bufio.Scanner, out io.Writer, terminal bool, questions []Question) bool {
	for _, q := range questions {
		for answered := false; !answered; {
			_, _ = fmt.Fprintf(out, "%s%s: ", q.What, q.usual())
			more := in.Scan()
			if !more || !terminal {
				_, _ = fmt.Fprintln(out, in.Text())
			}
			if !more {
				return false
			}
			err := q.take(strings.TrimSpace(in.Text()))
			if answered = err == nil; !answered {
				_, _ = fmt.Fprintln(out, err)
			}
		}
	}
	return true
}

func (q Question) usual() string {
	if *q.Into == "" {
		return ""
	}
	return " [" + *q.Into + "]"
}

func (q Question) take(answer string) error {
	if answer == "" {
		answer = *q.Into
	}
	if q.Check != nil {
		if err := q.Check(answer); err != nil {
			return err
		}
	}
	*q.Into = answer
	return nil
}
