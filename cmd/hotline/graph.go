package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"hotline/internal/dialplan"
	"hotline/internal/flowgraph"
	"hotline/internal/problem"
	"hotline/ivr"
)

type graphCmd struct {
	Flow   string `arg:"" optional:"" help:"Name of the flow; without one the flows are listed."`
	Dir    string `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Format string `help:"mermaid or svg; usually as the file to write is called, else mermaid." enum:",mermaid,svg" default:""`
	Out    string `short:"o" help:"File to write instead of printing." type:"path" placeholder:"FILE"`
}

func (c graphCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return err
	}
	if c.Flow == "" {
		return listFlows(tree.Program, std)
	}
	flow, ok := tree.Program.Flow(c.Flow)
	if !ok {
		return noFlow(c.Flow, tree.Program.Names())
	}
	picture, err := c.draw(ctx, flow.Graph())
	if err != nil {
		return err
	}
	if c.Out != "" {
		return replace([]outFile{{path: c.Out, content: picture, mode: 0o644}})
	}
	_, err = std.out.Write(picture)
	return err
}

func (c graphCmd) draw(ctx context.Context, g ivr.Graph) ([]byte, error) {
	if c.Format == "svg" || c.Format == "" && filepath.Ext(c.Out) == ".svg" {
		return flowgraph.SVG(ctx, g)
	}
	return []byte(flowgraph.Mermaid(g)), nil
}

func listFlows(program *ivr.Program, std streams) error {
	for _, name := range program.Names() {
		flow, _ := program.Flow(name)
		if _, err := fmt.Fprintf(std.out, "%-20s %s\n", name, flow.Title); err != nil {
			return err
		}
	}
	return nil
}

func noFlow(name string, known []string) error {
	text := fmt.Sprintf("there is no flow %q", name)
	if hint := problem.DidYouMean(name, known); hint != "" {
		text += "; " + hint
	}
	return errors.New(text)
}
