package ivr

// What the language says by itself. A recording in the manifest replaces the
// voice; the words are the same in every flow, so that a caller learns them once.
const (
	wordsPress     = "，请按"
	wordsAgain     = "要再听一遍，请按星号键。"
	wordsPersonOr  = "要人工服务，请按 0，也可以不按键，稍候为您转接。"
	wordsPerson    = "要人工服务，请按 0。"
	wordsNoSuchKey = "没有这个选项，请您再听一遍。"
	wordsToPerson  = "正在为您转接人工服务，请稍候。"
	wordsTrouble   = "抱歉，刚才没有接通，正在为您重新转接，请不要挂机。"
	wordsNext      = "您是下一位，请您稍候。"
	wordsBefore    = "您前面还有"
	wordsAfter     = "位来电者，请您稍候。"
)
