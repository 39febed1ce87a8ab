package main

import (
	"crypto/rand"
	"encoding/hex"
	"html/template"
	"net/http"
	"strings"
	"sync"
)

// Sessions are in memory; a platform keeps them where they last.
type Sessions struct {
	settings Settings
	lock     sync.Mutex
	sellers  map[string]string // by the session's id
}

const cookieName = "session"

var pages = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{if .Seller}}Payments{{else}}Sign in{{end}}</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<script type="module" src="/paddle-magic-links/index.js"></script>
{{if .Seller}}<h1>Payments of seller {{.Seller}}</h1>
<paddle-magic-links endpoint="/api/paddle/magic-sessions" sign-in="/"
  {{with .Dashboards.sandbox}}dashboard-sandbox="{{.}}"{{end}} {{with .Dashboards.live}}dashboard-live="{{.}}"{{end}}>
  <a href="https://vendors.paddle.com">Open Paddle by hand</a>
</paddle-magic-links>
<form method="post" action="/sign-out"><button>Sign out</button></form>
{{else}}<h1>Sign in</h1>
<form method="post" action="/sign-in">
  <button name="seller" value="a">As seller A</button>
  <button name="seller" value="b">As seller B</button>
</form>{{end}}
`))

func newSessions(settings Settings) *Sessions {
	return &Sessions{settings: settings, sellers: map[string]string{}}
}

// seller is who is signed in, or empty.
func (sessions *Sessions) seller(request *http.Request) string {
	cookie, err := request.Cookie(cookieName)
	if err != nil {
		return ""
	}
	sessions.lock.Lock()
	defer sessions.lock.Unlock()
	return sessions.sellers[cookie.Value]
}

func (sessions *Sessions) set(response http.ResponseWriter, request *http.Request, seller string) {
	old, _ := request.Cookie(cookieName)
	random := make([]byte, 32)
	_, _ = rand.Read(random)
	id := hex.EncodeToString(random)
	sessions.lock.Lock()
	if old != nil {
		delete(sessions.sellers, old.Value)
	}
	if seller != "" {
		sessions.sellers[id] = seller
	}
	sessions.lock.Unlock()
	http.SetCookie(response, &http.Cookie{
		Name: cookieName, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(sessions.settings.Origin, "https:"),
	})
	http.Redirect(response, request, "/", http.StatusSeeOther)
}

func (sessions *Sessions) page(response http.ResponseWriter, request *http.Request) {
	if request.URL.Path != "/" {
		http.NotFound(response, request)
		return
	}
	response.Header().Set("content-type", "text/html; charset=utf-8")
	seller := strings.ToUpper(sessions.seller(request))
	_ = pages.Execute(response, map[string]any{"Seller": seller, "Dashboards": sessions.settings.Dashboards})
}

func (sessions *Sessions) signIn(response http.ResponseWriter, request *http.Request) {
	request.Body = http.MaxBytesReader(response, request.Body, 4096)
	seller := request.PostFormValue("seller")
	if sessions.settings.Keys[seller] == nil || !sessions.isOwnPost(request) {
		http.Error(response, "Not a sign-in of this site.", http.StatusForbidden)
		return
	}
	sessions.set(response, request, seller)
}

func (sessions *Sessions) signOut(response http.ResponseWriter, request *http.Request) {
	if !sessions.isOwnPost(request) {
		http.Error(response, "Not a sign-out of this site.", http.StatusForbidden)
		return
	}
	sessions.set(response, request, "")
}

func (sessions *Sessions) isOwnPost(request *http.Request) bool {
	return request.Method == http.MethodPost && !isForeign(request, sessions.settings.Origin)
}
