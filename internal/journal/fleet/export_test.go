package fleet

// Kill ends everything without a word to Redis, as a killed process does.
func (f *Fleet) Kill() {
	for _, l := range f.logs {
		l.stop()
	}
	_ = f.client.Close()
	for _, l := range f.logs {
		l.tasks.Wait()
	}
}

// Pace makes snapshots more often.
func (f *Fleet) Pace(every, tail int64) { f.pace = pace{every, tail} }
