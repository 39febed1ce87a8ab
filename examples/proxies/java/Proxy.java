import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the widget's request with a one-time code, for the seller who is signed in. */
public class Proxy implements HttpHandler {
    private static final Map<String, Integer> STATUS = Map.of(
            "invalid_request", 400, "session_expired", 401, "csrf_rejected", 403, "environment_not_configured", 409,
            "upstream_auth", 424, "upstream_rejected", 424, "rate_limited", 429);
    private static final Set<String> REDIRECTS = Set.of("overview", "payout_settings", "retain_settings", "onboarding");
    private static final int LONGEST_REQUEST = 4096;
    private static final int LONGEST_RESPONSE = 16 * 1024;

    static class Refusal extends Exception {
        final int status;
        final int retryAfter;

        Refusal(String code) {
            this(code, STATUS.getOrDefault(code, 503), 0);
        }

        Refusal(String code, int status, int retryAfter) {
            super(code);
            this.status = status;
            this.retryAfter = retryAfter;
        }
    }

    private final Settings settings;
    private final Sessions sessions;
    private final Limits limits;
    // HTTP/1.1 closes a connection that has reached the time limit. By default, no redirect is followed.
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Proxy(Settings settings, Sessions sessions) {
        this.settings = settings;
        this.sessions = sessions;
        limits = new Limits(settings.clicksPerMinute);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var id = UUID.randomUUID();
        var headers = exchange.getResponseHeaders();
        headers.set("content-type", "application/json");
        try {
            var data = magicSession(exchange);
            Pages.send(exchange, 201, "{\"data\":{%s},\"meta\":{\"request_id\":\"%s\"}}".formatted(data, id));
        } catch (Refusal | RuntimeException error) {
            var refusal = error instanceof Refusal known ? known : new Refusal("site_unavailable");
            if (refusal.status == 405) headers.set("allow", "POST");
            if (refusal.retryAfter > 0) headers.set("retry-after", String.valueOf(refusal.retryAfter));
            System.err.printf("%s seller %s: %s%n", id, sessions.seller(exchange), refusal.getMessage());
            var body = "{\"error\":{\"code\":\"%s\"},\"meta\":{\"request_id\":\"%s\"}}";
            Pages.send(exchange, refusal.status, body.formatted(refusal.getMessage(), id));
        }
    }

    /** The fields of `data`. */
    private String magicSession(HttpExchange exchange) throws Refusal, IOException {
        if (!exchange.getRequestMethod().equals("POST")) throw new Refusal("invalid_request", 405, 0);
        var type = header(exchange, "content-type").orElse("").split(";")[0].strip();
        var isWidget = header(exchange, "x-paddle-magic-links").equals(Optional.of("1"));
        if (!isWidget || !type.equalsIgnoreCase("application/json") || isForeign(exchange, settings.origin)) {
            throw new Refusal("csrf_rejected");
        }
        var seller = sessions.seller(exchange);
        if (seller == null) throw new Refusal("session_expired");
        var environment = read(exchange);
        var key = settings.keys.get(seller).get(environment);
        if (key == null) throw new Refusal("environment_not_configured");
        limits.admit(seller, environment);
        try {
            return "\"environment\":\"%s\",%s".formatted(environment, authorize(settings.apis.get(environment), key));
        } catch (Refusal refusal) {
            limits.pause(environment, refusal.retryAfter);
            throw refusal;
        }
    }

    /** The environment of a request that has the contract's fields and no other. */
    private static String read(HttpExchange exchange) throws Refusal, IOException {
        var body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
        if (body.length > LONGEST_REQUEST) throw new Refusal("invalid_request", 413, 0);
        if (!(Json.parse(body) instanceof Map<?, ?> click)) throw new Refusal("invalid_request");
        var isKnown = Set.of("environment", "redirect").containsAll(click.keySet())
                && click.get("environment") instanceof String environment && Settings.ENVIRONMENTS.contains(environment)
                && (!click.containsKey("redirect") || click.get("redirect") instanceof String redirect && REDIRECTS.contains(redirect));
        if (!isKnown) throw new Refusal("invalid_request");
        return (String) click.get("environment");
    }

    /** The code and its end, or a refusal without Paddle's words. It asks once, and goes on if the browser leaves. */
    private String authorize(String api, String key) throws Refusal {
        var request = HttpRequest.newBuilder(URI.create(api + "/magic-sessions/authorize"))
                .header("authorization", "Bearer " + key)
                .header("paddle-version", "1")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var body = new ByteArrayOutputStream();
        Consumer<Optional<byte[]>> collect = part -> {
            body.writeBytes(part.orElse(new byte[0]));
            if (body.size() > LONGEST_RESPONSE) throw new IllegalStateException("too long");
        };
        // The request's own time limit would end with the headers.
        var pending = client.sendAsync(request, BodyHandlers.ofByteArrayConsumer(collect));
        HttpResponse<Void> response;
        try {
            response = pending.get(8, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException error) {
            pending.cancel(true);
            throw new Refusal(body.size() > LONGEST_RESPONSE ? "upstream_invalid" : "upstream_unavailable");
        }
        var json = Json.parse(body.toByteArray());
        var status = response.statusCode();
        if (status == 200 || status == 201) {
            if (!(Json.get(json, "data", "code") instanceof String code) || !code.matches("[!-~]{1,512}")) {
                throw new Refusal("upstream_invalid");
            }
            var isTime = Json.get(json, "data", "expires_at") instanceof String time && time.matches("[0-9TZ:.+-]{20,35}");
            var expiresAt = isTime ? ",\"expires_at\":\"%s\"".formatted(Json.get(json, "data", "expires_at")) : "";
            return "\"code\":\"%s\"%s".formatted(code.replace("\\", "\\\\").replace("\"", "\\\""), expiresAt);
        }
        if (status == 429) {
            var wait = response.headers().firstValue("retry-after").filter(text -> text.matches("\\d{1,9}"));
            var seconds = wait.map(text -> Math.max(1, Math.min(Integer.parseInt(text), 300))).orElse(60);
            throw new Refusal("upstream_busy", 503, seconds);
        }
        if (status >= 500) throw new Refusal("upstream_unavailable");
        // Without an error code, it is a firewall's in front of Paddle. Then the key may be good.
        var isAuth = (status == 401 || status == 403) && Json.get(json, "error", "code") instanceof String;
        throw new Refusal(isAuth ? "upstream_auth" : status >= 400 ? "upstream_rejected" : "upstream_invalid");
    }

    static Optional<String> header(HttpExchange exchange, String name) {
        var values = exchange.getRequestHeaders().get(name);
        return values == null ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /**
     * Whether a browser sent this from another origin. All browsers in which the widget works send `Origin` or
     * `Sec-Fetch-Site` with a POST:
     * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
     */
    static boolean isForeign(HttpExchange exchange, String origin) {
        return !header(exchange, "origin").orElse(origin).equals(origin)
                || !header(exchange, "sec-fetch-site").orElse("same-origin").equals("same-origin");
    }

    private static HttpServer listen(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, 0);
        } catch (BindException error) {
            throw new BindException("can't listen on port " + address.getPort() + ": " + error.getMessage());
        }
    }

    public static void main(String[] arguments) {
        // How long a client may take to send a request, in seconds.
        System.setProperty("sun.net.httpserver.maxReqTime", "15");
        try {
            var settings = new Settings(System.getenv());
            var sessions = new Sessions(settings);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port);
            var server = listen(address);
            server.createContext("/api/paddle/magic-sessions", new Proxy(settings, sessions));
            server.createContext("/", new Pages(settings, sessions));
            server.setExecutor(Executors.newFixedThreadPool(16));
            server.start();
            System.out.printf("Open %s/%n", settings.origin);
        } catch (IOException | IllegalArgumentException error) {
            System.err.println("error: " + error.getMessage());
            System.exit(1);
        }
    }
}

/** How often a seller clicks, and how long Paddle wants to be left alone. */
class Limits {
    private final int clicksPerMinute;
    private final Map<String, ArrayDeque<Long>> clicks = new HashMap<>();
    private final Map<String, Long> busyUntil = new HashMap<>();

    Limits(int clicksPerMinute) {
        this.clicksPerMinute = clicksPerMinute;
    }

    synchronized void admit(String seller, String environment) throws Proxy.Refusal {
        var now = System.nanoTime();
        var minute = Duration.ofMinutes(1).toNanos();
        var recent = clicks.computeIfAbsent(seller, unknown -> new ArrayDeque<>());
        while (!recent.isEmpty() && now - recent.peek() > minute) recent.remove();
        if (recent.size() >= clicksPerMinute) throw new Proxy.Refusal("rate_limited", 429, seconds(recent.peek() + minute - now));
        recent.add(now);
        var pause = busyUntil.getOrDefault(environment, now) - now;
        if (pause > 0) throw new Proxy.Refusal("upstream_busy", 503, seconds(pause));
    }

    synchronized void pause(String environment, int seconds) {
        if (seconds > 0) busyUntil.put(environment, System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
    }

    private static int seconds(long nanoseconds) {
        return (int) (nanoseconds / 1_000_000_000) + 1;
    }
}

/** Reads JSON, as the JDK has nothing that does. Text is `null` if it is not JSON, as the word `null` is. */
class Json {
    private static final Pattern TOKEN = Pattern.compile(
            "[ \\t\\n\\r]*(?:([{}\\[\\]:,]|true|false|null)|(-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)"
                    + "|\"((?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+)\")");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(....)|(.))");
    private static final int DEEPEST = 32;

    private final Matcher tokens;
    private int at = 0;

    private Json(String text) {
        tokens = TOKEN.matcher(text);
    }

    static Object parse(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            var json = new Json(text);
            json.next();
            var value = json.value(0);
            return text.substring(json.at).isBlank() ? value : null;
        } catch (CharacterCodingException | IllegalArgumentException error) {
            return null;
        }
    }

    /** What is at this path of names, or `null`. */
    static Object get(Object json, String... path) {
        for (var name : path) json = json instanceof Map<?, ?> map ? map.get(name) : null;
        return json;
    }

    private String next() {
        if (!tokens.find(at) || tokens.start() != at) throw new IllegalArgumentException("no JSON");
        at = tokens.end();
        return tokens.group(1);
    }

    private void expect(String token) {
        if (!token.equals(tokens.group(1))) throw new IllegalArgumentException("no JSON");
    }

    private Object value(int depth) {
        if (depth > DEEPEST) throw new IllegalArgumentException("too deep");
        if (tokens.group(3) != null) return text();
        if (tokens.group(2) != null) return Double.valueOf(tokens.group(2));
        return switch (tokens.group(1)) {
            case "{" -> object(depth);
            case "[" -> array(depth);
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> throw new IllegalArgumentException("no JSON");
        };
    }

    private Object object(int depth) {
        var map = new HashMap<String, Object>();
        for (var token = next(); !"}".equals(token) || !map.isEmpty(); token = next()) {
            if (tokens.group(3) == null) throw new IllegalArgumentException("no JSON");
            var name = text();
            next();
            expect(":");
            next();
            map.put(name, value(depth + 1));
            if ("}".equals(next())) break;
            expect(",");
        }
        return map;
    }

    private Object array(int depth) {
        var count = 0;
        for (var token = next(); !"]".equals(token) || count > 0; token = next()) {
            value(depth + 1);
            count++;
            if ("]".equals(next())) break;
            expect(",");
        }
        return List.of(); // No array is of use here.
    }

    private String text() {
        return ESCAPE.matcher(tokens.group(3)).replaceAll(escape -> {
            if (escape.group(1) != null) {
                return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
            }
            var place = "bfnrt".indexOf(escape.group(2));
            return Matcher.quoteReplacement(place < 0 ? escape.group(2) : "\b\f\n\r\t".substring(place, place + 1));
        });
    }
}

/** What the environment says. */
class Settings {
    static final List<String> ENVIRONMENTS = List.of("sandbox", "live");

    final int port;
    /** What browsers see. It differs from where this listens if a reverse proxy is in front. */
    final String origin;
    final Path widget;
    final int clicksPerMinute;
    final Map<String, Map<String, String>> keys = new HashMap<>();
    final Map<String, String> apis;
    /** Those of a stand-in, at the same origins. */
    final Map<String, String> dashboards = new HashMap<>();

    Settings(Map<String, String> variables) {
        port = Integer.parseInt(variables.getOrDefault("PORT", "3000"));
        origin = variables.getOrDefault("ORIGIN", "http://127.0.0.1:" + port);
        clicksPerMinute = Integer.parseInt(variables.getOrDefault("CLICKS_PER_MINUTE", "10"));
        for (var seller : List.of("a", "b")) {
            var name = "SELLER_" + seller.toUpperCase() + "_";
            var live = variables.getOrDefault(name + "LIVE_KEY", "").strip();
            var sandbox = variables.getOrDefault(name + "SANDBOX_KEY", "").strip();
            if (live.isEmpty()) throw new IllegalArgumentException(name + "LIVE_KEY is missing");
            keys.put(seller, sandbox.isEmpty() ? Map.of("live", live) : Map.of("live", live, "sandbox", sandbox));
        }
        apis = Map.of(
                "sandbox", variables.getOrDefault("PADDLE_SANDBOX_API", "https://sandbox-api.paddle.com"),
                "live", variables.getOrDefault("PADDLE_LIVE_API", "https://api.paddle.com"));
        for (var environment : ENVIRONMENTS) {
            var api = variables.get("PADDLE_" + environment.toUpperCase() + "_API");
            if (api != null) dashboards.put(environment, api);
        }
        widget = Path.of(variables.getOrDefault("WIDGET", "../../../dist/element")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(widget.resolve("index.js"))) {
            throw new IllegalArgumentException("WIDGET names " + widget + ", where no index.js is: run cargo xtask dist");
        }
    }
}

/** Who is signed in. In memory; a platform keeps its sessions where they last. */
class Sessions {
    private final Settings settings;
    private final Map<String, String> sellers = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    Sessions(Settings settings) {
        this.settings = settings;
    }

    String seller(HttpExchange exchange) {
        return sellers.get(id(exchange));
    }

    /** Ends the session, and begins another if there is a seller. */
    void set(HttpExchange exchange, String seller) {
        sellers.remove(id(exchange));
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        if (seller != null) sellers.put(id, seller);
        var secure = settings.origin.startsWith("https:") ? "; Secure" : "";
        exchange.getResponseHeaders().add("set-cookie", "session=" + id + "; Path=/; HttpOnly; SameSite=Lax" + secure);
    }

    private static String id(HttpExchange exchange) {
        for (var cookie : Proxy.header(exchange, "cookie").orElse("").split(";")) {
            if (cookie.strip().startsWith("session=")) return cookie.strip().substring("session=".length());
        }
        return "";
    }
}

/** The platform's pages, and the widget's files. */
class Pages implements HttpHandler {
    private static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
            + "img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String FILES = "/paddle-magic-links/";
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s</title>
            <meta name="viewport" content="width=device-width">
            <link rel="icon" href="data:,">
            <script type="module" src="/paddle-magic-links/index.js"></script>
            <h1>%1$s</h1>
            %2$s""";
    private static final String SIGN_IN = """
            <form method="post" action="/sign-in">
              <button name="seller" value="a">As seller A</button>
              <button name="seller" value="b">As seller B</button>
            </form>""";
    private static final String PAYMENTS = """
            <paddle-magic-links endpoint="/api/paddle/magic-sessions" sign-in="/"%s>
              <a href="https://vendors.paddle.com">Open Paddle by hand</a>
            </paddle-magic-links>
            <form method="post" action="/sign-out"><button>Sign out</button></form>""";

    private final Settings settings;
    private final Sessions sessions;

    Pages(Settings settings, Sessions sessions) {
        this.settings = settings;
        this.sessions = sessions;
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "no-store", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String caching, byte[] body) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("cache-control", caching);
        headers.set("content-security-policy", POLICY);
        headers.set("x-content-type-options", "nosniff");
        var hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        try (exchange) {
            exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
            if (hasBody) exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var isOwnPost = exchange.getRequestMethod().equals("POST") && !Proxy.isForeign(exchange, settings.origin);
        if (path.equals("/")) {
            exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
            send(exchange, 200, page(sessions.seller(exchange)));
        } else if (path.startsWith(FILES)) {
            file(exchange, settings.widget.resolve(path.substring(FILES.length())).normalize());
        } else if (!isOwnPost) {
            send(exchange, path.startsWith("/sign-") ? 403 : 404, "");
        } else if (path.equals("/sign-in")) {
            var form = new String(exchange.getRequestBody().readNBytes(4096), StandardCharsets.UTF_8);
            var seller = form.replaceFirst("^seller=", "");
            if (settings.keys.containsKey(seller)) see(exchange, seller);
            else send(exchange, 400, "");
        } else if (path.equals("/sign-out")) {
            see(exchange, null);
        } else {
            send(exchange, 404, "");
        }
    }

    private void see(HttpExchange exchange, String seller) throws IOException {
        sessions.set(exchange, seller);
        exchange.getResponseHeaders().set("location", "/");
        send(exchange, 303, "");
    }

    private String page(String seller) {
        if (seller == null) return PAGE.formatted("Sign in", SIGN_IN);
        var dashboards = new StringBuilder();
        settings.dashboards.forEach((environment, origin) ->
                dashboards.append(" dashboard-%s=\"%s\"".formatted(environment, origin.replace("\"", "&quot;"))));
        return PAGE.formatted("Payments of seller " + seller.toUpperCase(), PAYMENTS.formatted(dashboards));
    }

    /** Every file but index.js has its content's hash in its name. */
    private void file(HttpExchange exchange, Path file) throws IOException {
        if (!file.startsWith(settings.widget) || !Files.isRegularFile(file)) {
            send(exchange, 404, "");
            return;
        }
        var name = file.getFileName().toString();
        var type = name.endsWith(".js") ? "text/javascript" : name.endsWith(".wasm") ? "application/wasm" : "text/plain";
        exchange.getResponseHeaders().set("content-type", type);
        var caching = name.equals("index.js") ? "no-cache" : "public, max-age=31536000, immutable";
        send(exchange, 200, caching, Files.readAllBytes(file));
    }
}
