package asterisk

// causeText says a Q.850 cause in Asterisk's words, for the ends whose event
// carries only the number. Others are "".
func causeText(cause int) string {
	switch cause {
	case 1:
		return "Unallocated (unassigned) number"
	case 16:
		return "Normal Clearing"
	case 17:
		return "User busy"
	case 18:
		return "No user responding"
	case 19:
		return "User alerting, no answer"
	case 21:
		return "Call Rejected"
	case 27:
		return "Destination out of order"
	case 34:
		return "Circuit/channel congestion"
	case 38:
		return "Network out of order"
	case 58:
		return "Bearer capability not available"
	case 127:
		return "Interworking, unspecified"
	}
	return ""
}
