package switchboard

const (
	whyNotAllowed = "not allowed"
	whyNobody     = "nobody"
	whyFailed     = "failed"
)
