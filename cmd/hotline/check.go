package main

import (
	"fmt"

	"hotline/internal/dialplan"
)

type checkCmd struct {
	Dir string `arg:"" optional:"" help:"Folder of the dialplans tree." default:"dialplans" type:"path"`
}

func (c checkCmd) Run(std streams) error {
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return err
	}
	for _, w := range tree.Warnings {
		fmt.Fprintln(std.err, w)
	}
	_, err = fmt.Fprintf(std.out, "%s is well: %d trunks, %d centres, %d seats, %d flows (version %.12s)\n",
		c.Dir, len(tree.Trunks), len(tree.Centres), len(tree.Seats), len(tree.Program.Names()), tree.Version)
	return err
}
