package yamlfile

// Value is the node as Go has it: text, number, truth value, list, or a map. It is
// for data whose form is nobody's business here.
func (n Node) Value() (any, bool) {
	var v any
	if err := n.y.Decode(&v); err != nil {
		n.Error("", "this cannot be read: %v", err)
		return nil, false
	}
	return v, true
}
