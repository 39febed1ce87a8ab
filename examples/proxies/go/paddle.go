package main

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// Session is what the browser gets of Paddle's response.
type Session struct {
	Environment string `json:"environment"`
	Code        string `json:"code"`
	ExpiresAt   string `json:"expires_at,omitempty"`
}

const longestResponse = 16 * 1024

var (
	validCode = regexp.MustCompile(`^[!-~]{1,512}$`)
	validTime = regexp.MustCompile(`^[0-9TZ:.+-]{20,35}$`)
	digits    = regexp.MustCompile(`^[0-9]{1,12}$`)
)

// It follows no redirect. It speaks HTTP/1.1, which closes a connection that has reached the time limit; over
// HTTP/2, each request after it would hang as well: https://github.com/golang/go/issues/36026
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       8 * time.Second,
	Transport: &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{},
		MaxResponseHeaderBytes: longestResponse,
		IdleConnTimeout:        20 * time.Second,
	},
}

// authorize asks once, even if the browser leaves meanwhile.
func authorize(api, key string) (*Session, *Refusal) {
	request, err := http.NewRequest(http.MethodPost, api+"/magic-sessions/authorize", http.NoBody)
	if err != nil {
		return nil, &Refusal{Code: "site_unavailable"}
	}
	request.Header.Set("authorization", "Bearer "+key)
	request.Header.Set("paddle-version", "1")
	response, err := client.Do(request)
	if err != nil {
		return nil, &Refusal{Code: "upstream_unavailable"}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestResponse+1))
	if err != nil {
		return nil, &Refusal{Code: "upstream_unavailable"}
	}
	var parts struct {
		Data struct {
			Code    string
			Expires any `json:"expires_at"`
		}
		Error struct{ Code string }
	}
	if len(body) <= longestResponse {
		_ = json.Unmarshal(body, &parts) // what is not JSON has no parts
	}
	switch status := response.StatusCode; {
	case len(body) > longestResponse:
		return nil, &Refusal{Code: "upstream_invalid"}
	case status == http.StatusOK || status == http.StatusCreated:
		if !validCode.MatchString(parts.Data.Code) {
			return nil, &Refusal{Code: "upstream_invalid"}
		}
		session := &Session{Code: parts.Data.Code}
		if expires, _ := parts.Data.Expires.(string); validTime.MatchString(expires) {
			session.ExpiresAt = expires
		}
		return session, nil
	// Without an error code, it is a firewall's in front of Paddle. Then the key may be good.
	case (status == http.StatusUnauthorized || status == http.StatusForbidden) && parts.Error.Code != "":
		return nil, &Refusal{Code: "upstream_auth"}
	case status == http.StatusTooManyRequests:
		return nil, &Refusal{Code: "upstream_busy", RetryAfter: retryAfter(response.Header)}
	case status >= 500:
		return nil, &Refusal{Code: "upstream_unavailable"}
	case status >= 400:
		return nil, &Refusal{Code: "upstream_rejected"}
	}
	return nil, &Refusal{Code: "upstream_invalid"}
}

// retryAfter is between a second and five minutes; a minute if Paddle names no number.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("retry-after")
	if !digits.MatchString(text) {
		return time.Minute
	}
	seconds, _ := strconv.Atoi(text)
	if seconds < 1 {
		seconds = 1
	} else if seconds > 300 {
		seconds = 300
	}
	return time.Duration(seconds) * time.Second
}
