package main

import "net/http"

// isForeign is whether a browser sent the request from another origin. All browsers in which the widget works
// send Origin or Sec-Fetch-Site with a POST. Go 1.25 has this check as http.CrossOriginProtection.
func isForeign(request *http.Request, origin string) bool {
	from, site := request.Header.Values("origin"), request.Header.Get("sec-fetch-site")
	return len(from) > 0 && (len(from) > 1 || from[0] != origin) || site != "" && site != "same-origin"
}
