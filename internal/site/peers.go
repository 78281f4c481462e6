package site

import (
	"fmt"
	"strings"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/problem"
)

// Peers fills in which machine of the fleet the site is, and the others. machine may be
// empty where the tree has no machines. All of them need the same secrets.
func Peers(into *astconf.Site, tree *dialplan.Tree, machine string, secrets dialplan.Secrets) error {
	into.Machine, into.Peers, into.Secret = "", nil, secrets.Peers
	names := tree.MachineNames()
	switch _, known := tree.Machines[machine]; {
	case len(names) == 0 && machine != "":
		return fmt.Errorf("there is no machine %s: the tree has no machines.yaml", machine)
	case len(names) == 0:
		return nil
	case machine == "":
		return fmt.Errorf("machines.yaml has several machines: say which one this is, with --machine %s", strings.Join(names, " or --machine "))
	case !known:
		return fmt.Errorf("there is no machine %q in machines.yaml; %s", machine, problem.DidYouMean(machine, names))
	case secrets.Peers == "":
		return fmt.Errorf("the machines have no password in the secrets file: add peers: …, the same at each, or let --new-secrets make one")
	}
	into.Machine = machine
	for _, name := range names {
		if name != machine {
			into.Peers = append(into.Peers, astconf.Peer{Name: name, SIP: tree.Machines[name].SIP})
		}
	}
	return nil
}
