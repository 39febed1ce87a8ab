package main

import (
	"sync"
	"time"
)

// Limits bound how often a seller clicks, and leave Paddle alone for as long as it asks.
type Limits struct {
	ClicksPerMinute int

	lock      sync.Mutex
	clicks    map[string][]time.Time
	busyUntil map[string]time.Time
}

func newLimits(clicksPerMinute int) *Limits {
	return &Limits{
		ClicksPerMinute: clicksPerMinute,
		clicks:          map[string][]time.Time{},
		busyUntil:       map[string]time.Time{},
	}
}

func (limits *Limits) admit(seller, environment string) *Refusal {
	limits.lock.Lock()
	defer limits.lock.Unlock()
	now, recent := time.Now(), []time.Time{}
	for _, at := range limits.clicks[seller] {
		if now.Sub(at) < time.Minute {
			recent = append(recent, at)
		}
	}
	limits.clicks[seller] = recent
	if len(recent) >= limits.ClicksPerMinute {
		return &Refusal{Code: "rate_limited", RetryAfter: recent[0].Add(time.Minute).Sub(now)}
	}
	limits.clicks[seller] = append(recent, now)
	if pause := limits.busyUntil[environment].Sub(now); pause > 0 {
		return &Refusal{Code: "upstream_busy", RetryAfter: pause}
	}
	return nil
}

func (limits *Limits) pause(environment string, duration time.Duration) {
	limits.lock.Lock()
	defer limits.lock.Unlock()
	if duration > 0 {
		limits.busyUntil[environment] = time.Now().Add(duration)
	}
}
