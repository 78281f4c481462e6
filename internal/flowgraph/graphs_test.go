package flowgraph

import "hotline/ivr"

// city is the flow without a menu.
func city() ivr.Graph {
	return ivr.Graph{
		Name: "city", Title: "市级热线，不设菜单", Start: "greet", Person: "wait",
		Nodes: []ivr.GraphNode{
			{Name: "greet", Verb: "say", Text: []string{"您好，这里是哈尔滨市12385残疾人服务热线，正在为您转接人工座席。"}},
			{Name: "wait", Verb: "queue", Text: []string{"advice"}},
			{Name: "nobody", Verb: "say", Text: []string{"非常抱歉，现在没有座席在线。请您不要挂机，座席一上线，马上为您接通。"}},
			{Name: "wait-on", Verb: "queue", Text: []string{"advice"}},
			{Name: "bye", Verb: "hangup", Text: []string{"感谢您的来电，再见。"}, End: true},
		},
		Edges: []ivr.GraphEdge{
			{From: "greet", To: "wait", Way: "then"},
			{From: "wait", To: "nobody", Way: "no-seat", Label: "没有座席"},
			{From: "wait", To: "bye", Way: "then"},
			{From: "nobody", To: "wait-on", Way: "then"},
			{From: "wait-on", To: "bye", Way: "then"},
		},
	}
}

// nation has everything: hours, menus, ways back up, a step that asks itself
// again, several ways between the same steps.
func nation() ivr.Graph {
	return ivr.Graph{
		Name: "nation", Title: "中国残联 12385", Start: "greet", Person: "welcome",
		Nodes: []ivr.GraphNode{
			{Name: "greet", Verb: "say", Text: []string{"您好，这里是中国残联幺二三八五残疾人服务热线。"}},
			{Name: "open?", Verb: "hours", Text: []string{"nation"}},
			{Name: "welcome", Verb: "queue", Text: []string{"nation/advice"}},
			{Name: "offer-choice", Verb: "menu"},
			{Name: "after-hours", Verb: "say", Text: []string{"现在不在服务时间。{{ hours.reason }}，下次服务时间是{{ hours.next }}。"}},
			{Name: "after-menu", Verb: "menu", Text: []string{"请选择。"}},
			{Name: "home-city", Verb: "forward", Text: []string{"caller.city"}},
			{Name: "ask-area", Verb: "collect", Text: []string{"请输入您所在地的长途区号，以井号结束"}},
			{Name: "by-area", Verb: "forward", Text: []string{"digits.area"}, End: true},
			{Name: "message", Verb: "voicemail", Text: []string{"nation"}},
			{Name: "callback", Verb: "callback", Text: []string{"nation/advice"}},
			{Name: "bye", Verb: "hangup", Text: []string{"感谢您的来电，再见。"}, End: true},
		},
		Edges: []ivr.GraphEdge{
			{From: "greet", To: "open?", Way: "then"},
			{From: "open?", To: "welcome", Way: "open", Label: "上班时间"},
			{From: "open?", To: "after-hours", Way: "closed", Label: "下班时间"},
			{From: "welcome", To: "callback", Way: "key 9"},
			{From: "welcome", To: "after-hours", Way: "no-seat"},
			{From: "welcome", To: "offer-choice", Way: "wait-over", Label: "等候超过 3 分钟"},
			{From: "welcome", To: "bye", Way: "then"},
			{From: "offer-choice", To: "welcome", Way: "key 1", Label: "1 要继续等候"},
			{From: "offer-choice", To: "callback", Way: "key 2", Label: "2 要我们给您回电"},
			{From: "offer-choice", To: "home-city", Way: "key 3", Label: "3 要转到您所在城市的热线"},
			{From: "offer-choice", To: "welcome", Way: "silence"},
			{From: "after-hours", To: "after-menu", Way: "then"},
			{From: "after-menu", To: "home-city", Way: "key 1", Label: "1 要转到您所在城市的热线，那里全天有人接听"},
			{From: "after-menu", To: "message", Way: "key 2", Label: "2 要留言"},
			{From: "after-menu", To: "callback", Way: "key 3", Label: "3 要我们在下个工作日回电"},
			{From: "after-menu", To: "home-city", Way: "silence", Label: "没有按键"},
			{From: "home-city", To: "ask-area", Way: "else", Label: "不知道城市"},
			{From: "ask-area", To: "by-area", Way: "then"},
			{From: "ask-area", To: "ask-area", Way: "again", Label: "再说一遍"},
			{From: "ask-area", To: "after-menu", Way: "key *", Label: "* 返回"},
			{From: "message", To: "bye", Way: "then"},
			{From: "callback", To: "bye", Way: "then"},
		},
	}
}

// nasty is full of signs that mean something elsewhere.
func nasty() ivr.Graph {
	all := "<b>\"quoted\" & 'single' `code` #35; |pipe| [x] {y} (z) -- --> %% ]]> \x00\x1b\xff \\n 1. a * _b_"
	return ivr.Graph{
		Name: "end", Title: all, Start: "end",
		Nodes: []ivr.GraphNode{
			{Name: "end", Verb: "say", Text: []string{all}},
			{Name: all, Verb: "\"<&", Text: []string{"1. first", "- second", all}},
		},
		Edges: []ivr.GraphEdge{
			{From: "end", To: all, Way: "key #", Label: "# " + all},
			{From: all, To: "end", Way: "then", Label: "<i>"},
			{From: "end", To: "nowhere", Way: "then"},
			{From: "nowhere", To: "end", Way: "then"},
		},
	}
}
