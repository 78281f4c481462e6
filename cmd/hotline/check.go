package main

import (
	"fmt"

	"hotline/internal/dialplan"
	"hotline/internal/prompt"
)

type checkCmd struct {
	Dir string `arg:"" optional:"" help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
}

func (c checkCmd) Run(std streams) error {
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return err
	}
	warn(std.err, tree.Warnings)
	if tree.Manifest != "" {
		if _, err := prompt.LoadManifest(tree.Manifest); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(std.out, "%s is well: %d trunks, %d centres, %d seats, %d flows (version %.12s)\n",
		c.Dir, len(tree.Trunks), len(tree.Centres), len(tree.Seats), len(tree.Program.Names()), tree.Version)
	return err
}
