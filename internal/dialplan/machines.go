package dialplan

import (
	"net/netip"
	"slices"

	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Machine is one Asterisk of a fleet, with the engine beside it.
type Machine struct {
	Name string
	SIP  netip.AddrPort // where the other machines reach its Asterisk, and what their calls come from
}

const (
	usualSIPPort = 5060
	mostMachines = 32
)

// MachineNames are the machines of the fleet, sorted; none if the tree is one machine's.
func (t *Tree) MachineNames() []string { return sorted(t.Machines) }

func machinesFields() []schema.Field {
	machine := schema.Form(form.Fields(new(machineDraft).settings())...)
	return []schema.Field{need("machines", "The machines by name; the names are what hotline's --machine takes.", schema.Map(nameType(), machine))}
}

// loadMachines reads who shares the floors. It runs after the trunks: a machine is known
// by the address of its calls, as trunks are.
func (l *loader) loadMachines() {
	m, ok := l.yaml(machinesFile)
	if !ok {
		return
	}
	m.Fields(machinesFields())
	machines, ok := section(m, "machines")
	if !ok {
		return
	}
	for i, p := range machines.Pairs() {
		if i == mostMachines {
			p.Key.Error("split the fleet", "more than %d machines cannot share their floors", mostMachines)
			return
		}
		l.loadMachine(p)
	}
}

func (l *loader) loadMachine(p yamlfile.Pair) {
	id, ok := name(p.Key, "machine")
	if _, trunk := l.tree.Trunks[peerPrefix+id]; trunk {
		p.Key.Error("choose another name for one of them", "trunk %s has the name that Asterisk knows this machine by", peerPrefix+id)
	}
	m, isMap := p.Value.Map()
	if !isMap {
		return
	}
	draft := machineDraft{port: usualSIPPort}
	form.Read(m, draft.settings())
	if !ok || !draft.address.IsValid() {
		return
	}
	at, _ := m.Get("address")
	l.checkMachine(at, draft.address)
	l.tree.Machines[id] = Machine{Name: id, SIP: netip.AddrPortFrom(draft.address, uint16(draft.port))}
}

// peerPrefix begins the name of a machine's endpoint in Asterisk.
const peerPrefix = "peer-"

// checkMachine: whose calls they are is told by their address.
func (l *loader) checkMachine(at yamlfile.Node, address netip.Addr) {
	for _, id := range l.tree.MachineNames() {
		if l.tree.Machines[id].SIP.Addr() == address {
			at.Error("give each machine an address of its own", "%s is the address of machine %s already", address, id)
		}
	}
	i := slices.IndexFunc(l.matches, func(m match) bool { return m.prefix.Contains(address) })
	if i >= 0 {
		at.Error("take it out of the trunk's match", "%s belongs to trunk %s already", address, l.matches[i].trunk)
	}
}

// machineDraft is a machine as it is read.
type machineDraft struct {
	address netip.Addr
	port    int
}

func (d *machineDraft) settings() []form.Setting {
	return []form.Setting{
		form.Needed(form.Of("address", "Its address among the machines, such as 10.0.0.1; no name.", schema.Text(), d.readAddress)),
		form.Count("port", "Where its Asterisk listens for SIP; 5060 without it.", 1, 65535, &d.port),
	}
}

func (d *machineDraft) readAddress(n yamlfile.Node) {
	text, ok := n.Text()
	if !ok {
		return
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.IsUnspecified() || address.IsMulticast() || address.Zone() != "" {
		n.Error("write it like 10.0.0.1", "%q is not the address of a machine", text)
		return
	}
	d.address = address.Unmap()
}
