package call

// crockford is Crockford's base 32 in lower case: no i, l, o or u, so that an
// id can be read out over the telephone.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

const (
	idLength   = 16
	idTimeBits = 45 // enough until the year 3084
	idRandBits = 35
)

// NewID makes the id of a call: 16 characters that sort by the time of arrival.
// nowMillis is milliseconds since the Unix epoch; the low 35 bits of random tell
// calls of one millisecond apart.
func NewID(nowMillis int64, random uint64) string {
	when := uint64(nowMillis) & (1<<idTimeBits - 1)
	var id [idLength]byte
	encodeBase32(id[:idTimeBits/5], when)
	encodeBase32(id[idTimeBits/5:], random&(1<<idRandBits-1))
	return string(id[:])
}

// encodeBase32 fills into with the low bits of n, most significant first.
func encodeBase32(into []byte, n uint64) {
	for i := len(into) - 1; i >= 0; i-- {
		into[i] = crockford[n&31]
		n >>= 5
	}
}
