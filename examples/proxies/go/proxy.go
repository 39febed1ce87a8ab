package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"math"
	"mime"
	"net/http"
	"strconv"
	"time"
)

// Proxy answers the widget's request with a one-time code, for the seller who is signed in.
type Proxy struct {
	Origin string
	APIs   map[string]string
	Keys   map[string]map[string]string // by seller and environment
	Seller func(*http.Request) string   // by the session; empty if there is none
	Limits *Limits
}

// Refusal is why there is no code. No word in it is Paddle's.
type Refusal struct {
	Code       string
	Status     int // if it is not the code's own
	RetryAfter time.Duration
}

var statuses = map[string]int{
	"invalid_request": 400, "session_expired": 401, "csrf_rejected": 403, "environment_not_configured": 409,
	"upstream_auth": 424, "upstream_rejected": 424, "rate_limited": 429,
}

var redirects = map[string]bool{"overview": true, "payout_settings": true, "retain_settings": true, "onboarding": true}

func (proxy *Proxy) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	random := make([]byte, 16)
	_, _ = rand.Read(random)
	id := hex.EncodeToString(random)
	content, status, header := map[string]any{"meta": map[string]string{"request_id": id}}, http.StatusCreated, response.Header()
	header.Set("cache-control", "no-store")
	header.Set("content-type", "application/json")
	header.Set("x-content-type-options", "nosniff")
	if session, refusal := proxy.session(response, request); refusal == nil {
		content["data"] = session
	} else {
		content["error"] = map[string]string{"code": refusal.Code}
		status = http.StatusServiceUnavailable
		if refusal.Status != 0 {
			status = refusal.Status
		} else if of, found := statuses[refusal.Code]; found {
			status = of
		}
		if status == http.StatusMethodNotAllowed {
			header.Set("allow", "POST")
		}
		if refusal.RetryAfter > 0 {
			header.Set("retry-after", strconv.Itoa(int(math.Ceil(refusal.RetryAfter.Seconds()))))
		}
		log.Printf("%s seller %q: %s", id, proxy.Seller(request), refusal.Code)
	}
	response.WriteHeader(status)
	_ = json.NewEncoder(response).Encode(content)
}

func (proxy *Proxy) session(response http.ResponseWriter, request *http.Request) (*Session, *Refusal) {
	if request.Method != http.MethodPost {
		return nil, &Refusal{Code: "invalid_request", Status: http.StatusMethodNotAllowed}
	}
	mediaType, _, _ := mime.ParseMediaType(request.Header.Get("content-type"))
	isWidget := request.Header.Get("x-paddle-magic-links") == "1" && mediaType == "application/json"
	if !isWidget || isForeign(request, proxy.Origin) {
		return nil, &Refusal{Code: "csrf_rejected"}
	}
	seller := proxy.Seller(request)
	if seller == "" {
		return nil, &Refusal{Code: "session_expired"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, 4096))
	if err != nil {
		return nil, &Refusal{Code: "invalid_request", Status: http.StatusRequestEntityTooLarge}
	}
	var fields map[string]string // not a struct, whose fields are found in any case
	err = json.Unmarshal(body, &fields)
	environment := fields["environment"]
	redirect, hasRedirect := fields["redirect"]
	isClick := len(fields) == 1 || len(fields) == 2 && hasRedirect && redirects[redirect]
	if api := proxy.APIs[environment]; err != nil || api == "" || !isClick {
		return nil, &Refusal{Code: "invalid_request"}
	}
	key := proxy.Keys[seller][environment]
	if key == "" {
		return nil, &Refusal{Code: "environment_not_configured"}
	}
	if refusal := proxy.Limits.admit(seller, environment); refusal != nil {
		return nil, refusal
	}
	session, refusal := authorize(proxy.APIs[environment], key)
	if refusal != nil {
		proxy.Limits.pause(environment, refusal.RetryAfter)
		return nil, refusal
	}
	session.Environment = environment
	return session, nil
}
