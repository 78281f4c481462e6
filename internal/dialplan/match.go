package dialplan

import (
	"cmp"
	"net/netip"
	"slices"

	"hotline/internal/form"
	"hotline/internal/yamlfile"
)

// match is an address or network that a trunk's calls come from.
type match struct {
	prefix netip.Prefix
	trunk  string
	at     yamlfile.Node
	order  int // in the file
}

func (l *loader) loadMatch(n yamlfile.Node, trunk string) []string {
	var texts []string
	for _, item := range form.Few(n, n.Texts(), mostListed) {
		text, _ := item.Text()
		prefix, ok := parsePrefix(text)
		if !ok {
			item.Error("write it like 192.0.2.1 or 192.0.2.0/28", "%q is neither an address nor a network", text)
			continue
		}
		l.matches = append(l.matches, match{prefix, trunk, item, len(l.matches)})
		texts = append(texts, text)
	}
	return texts
}

func parsePrefix(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), addr.Zone() == ""
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err == nil
}

// checkMatches: calls are told apart by their address, so no address may belong to
// two trunks. In order of their addresses, a network stands before what lies in
// it.
func checkMatches(all []match) {
	slices.SortFunc(all, func(a, b match) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), a.prefix.Bits()-b.prefix.Bits(), a.order-b.order)
	})
	var widest match
	for _, m := range all {
		if widest.trunk == "" || !widest.prefix.Overlaps(m.prefix) {
			widest = m
			continue
		}
		second, first := m, widest
		if m.order < widest.order {
			second, first = widest, m
		}
		text, _ := second.at.Text()
		second.at.Error("take it out of one of them", "%s belongs to trunk %s already", text, first.trunk)
	}
}
