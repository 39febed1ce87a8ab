package main

import (
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Settings are what the environment says.
type Settings struct {
	Port            string
	Origin          string // what browsers see; it differs if a reverse proxy is in front
	Widget          string
	APIs            map[string]string
	Dashboards      map[string]string // those of a stand-in, at the same origins
	Keys            map[string]map[string]string
	ClicksPerMinute int
}

func optional(name, otherwise string) string {
	if value := strings.TrimSpace(os.Getenv(name)); value != "" {
		return value
	}
	return otherwise
}

func required(name string) string {
	value := optional(name, "")
	if value == "" {
		log.Fatalf("error: %s is missing", name)
	}
	return value
}

func settings() Settings {
	port := optional("PORT", "3000")
	keys := func(seller string) map[string]string {
		return map[string]string{
			"sandbox": optional("SELLER_"+seller+"_SANDBOX_KEY", ""),
			"live":    required("SELLER_" + seller + "_LIVE_KEY"),
		}
	}
	clicks, err := strconv.Atoi(optional("CLICKS_PER_MINUTE", "10"))
	if err != nil {
		log.Fatal("error: CLICKS_PER_MINUTE is not a number")
	}
	settings := Settings{
		Port:   port,
		Origin: optional("ORIGIN", "http://127.0.0.1:"+port),
		Widget: optional("WIDGET", "../../../dist/element"),
		APIs: map[string]string{
			"sandbox": optional("PADDLE_SANDBOX_API", "https://sandbox-api.paddle.com"),
			"live":    optional("PADDLE_LIVE_API", "https://api.paddle.com"),
		},
		Dashboards:      map[string]string{},
		Keys:            map[string]map[string]string{"a": keys("A"), "b": keys("B")},
		ClicksPerMinute: clicks,
	}
	for environment, api := range settings.APIs {
		if optional("PADDLE_"+strings.ToUpper(environment)+"_API", "") != "" {
			settings.Dashboards[environment] = api
		}
	}
	if _, err := os.Stat(filepath.Join(settings.Widget, "index.js")); err != nil {
		log.Fatalf("error: WIDGET names %s, where no index.js is: run cargo xtask dist", settings.Widget)
	}
	return settings
}
