// A platform whose sellers open their Paddle dashboard: its pages, its sessions, and the proxy.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"path"
	"time"
)

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func main() {
	log.SetFlags(0)
	settings := settings()
	sessions := newSessions(settings)
	routes := http.NewServeMux()
	routes.Handle("/api/paddle/magic-sessions", &Proxy{
		Origin: settings.Origin,
		APIs:   settings.APIs,
		Keys:   settings.Keys,
		Seller: sessions.seller,
		Limits: newLimits(settings.ClicksPerMinute),
	})
	routes.Handle("/paddle-magic-links/", widget(settings.Widget))
	routes.HandleFunc("/", sessions.page)
	routes.HandleFunc("/sign-in", sessions.signIn)
	routes.HandleFunc("/sign-out", sessions.signOut)

	listener, err := net.Listen("tcp", "127.0.0.1:"+settings.Port)
	if err != nil {
		log.Fatalf("error: %s", err)
	}
	fmt.Printf("Open %s/\n", settings.Origin)
	server := &http.Server{
		Handler:           withHeaders(routes),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       15 * time.Second,
		MaxHeaderBytes:    16 * 1024,
	}
	log.Fatal(server.Serve(listener))
}

func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		header := response.Header()
		header.Set("cache-control", "no-store")
		header.Set("content-security-policy", policy)
		header.Set("x-content-type-options", "nosniff")
		next.ServeHTTP(response, request)
	})
}

// widget serves the package's files. Every file but index.js has its content's hash in its name.
func widget(directory string) http.Handler {
	files := http.StripPrefix("/paddle-magic-links", http.FileServer(http.Dir(directory)))
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		caching := "public, max-age=31536000, immutable"
		if path.Base(request.URL.Path) == "index.js" {
			caching = "no-cache"
		}
		response.Header().Set("cache-control", caching)
		files.ServeHTTP(response, request)
	})
}
