package journal

// What benchmarks measure by itself.
var (
	Check   = quickCheck
	Salvage = salvage
)
