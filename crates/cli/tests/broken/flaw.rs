//! The flaws, each with the check that is meant for it.

macro_rules! flaws {
    ($($(#[doc = $what:literal])+ $name:ident = $check:literal,)+) => {
        /// What a proxy does wrong, and nothing else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Flaw {
            $($(#[doc = $what])+ $name,)+
        }

        impl Flaw {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            /// The check that is meant for it.
            pub(crate) fn check(self) -> &'static str {
                match self {
                    $(Self::$name => $check,)+
                }
            }
        }
    };
}

flaws! {
    /// Sandbox gets the key of live, and live that of sandbox.
    KeyOfTheOtherEnvironment = "B-1",
    /// The code is not in Paddle's envelope.
    BareCode = "B-2",
    /// A session is sent with 202.
    Accepted = "B-2",
    /// A session has only a code.
    OnlyTheCode = "B-3",
    /// One of the redirects is unknown.
    RedirectUnknown = "B-4",
    /// A request needs a redirect.
    RedirectRequired = "B-4",

    /// GET makes a code.
    GetAllowed = "M-1",
    /// HEAD makes a code.
    HeadAllowed = "M-1",
    /// A 405 does not say which method is allowed.
    NoAllow = "M-2",
    /// PUT makes a code.
    PutAllowed = "M-2",
    /// `X-HTTP-Method-Override: POST` makes a POST of a GET.
    OverrideByHeader = "M-3",
    /// `_method=POST` makes a POST of a GET.
    OverrideByQuery = "M-3",

    /// The contract's header is not required.
    NoGuardHeader = "C-1",
    /// Any content type is accepted.
    AnyContentType = "C-2",
    /// `text/plain` is accepted.
    TextPlain = "C-2",
    /// A request without a content type is accepted.
    NoContentType = "C-2",
    /// `Sec-Fetch-Site: cross-site` is accepted.
    CrossSite = "C-3",
    /// `Sec-Fetch-Site: same-site` is accepted.
    SameSite = "C-4",
    /// The origin is not compared where there is no `Sec-Fetch-Site`, except when it is obviously bad.
    OriginByBlocklist = "C-5",
    /// Nothing but the contract's header keeps other sites out.
    NoCsrf = "C-5",
    /// `Origin: null` is accepted.
    NullOrigin = "C-6",
    /// Every origin that ends like the proxy's own is accepted.
    OriginBySuffix = "C-7",
    /// Every origin that starts like the proxy's own is accepted.
    OriginByPrefix = "C-7",
    /// An origin with another port is accepted.
    OriginWithoutPort = "C-7",
    /// `application/json; charset=utf-8` is refused.
    NoCharset = "C-8",

    /// `access-control-allow-origin: *`.
    AnyoneReads = "O-1",
    /// Preflights are granted to whoever asks.
    PreflightForAnyone = "O-1",
    /// The origin is reflected, with credentials.
    ReflectedOrigin = "O-2",
    /// Pages of the trusted origin can't read `retry-after`.
    NothingExposed = "O-3",

    /// No environment means live.
    LiveByDefault = "R-1",
    /// A body that is not UTF-8 makes it panic.
    PanicsOnBadUtf8 = "R-1",
    /// A body that can't be read gets 500.
    ServerErrorOnBadBody = "R-1",
    /// The body's `seller` chooses the seller.
    SellerFromBody = "R-2",
    /// The query's `seller_id` chooses the seller.
    SellerFromQuery = "R-2",
    /// `X-Seller-Id` chooses the seller.
    SellerFromHeader = "R-2",
    /// Unknown fields are accepted.
    UnknownFields = "R-3",
    /// A body of any length is accepted.
    BigBody = "R-4",
    /// The body's `base_url` is where the key is sent.
    BaseUrlFromBody = "R-5",
    /// `X-Forwarded-Host` is where the key is sent.
    BaseUrlFromHeader = "R-5",

    /// Without a session there is a redirect to the login page.
    LoginRedirect = "I-1",
    /// Without a session there is a login page.
    LoginPage = "I-1",
    /// Without a session there is 401 in HTML.
    HtmlUnauthorized = "I-1",
    /// Without a session there is a code of the first seller.
    NoSession = "I-1",
    /// Every seller has the first one's key.
    KeyOfTheOtherSeller = "B-1",
    /// Requests at the same time share a variable with the seller.
    SharedSeller = "I-2",
    /// Staff who look at a seller's page get a code.
    Staff = "I-3",
    /// Payout settings do not need a recent sign-in.
    NoStepUp = "I-4",
    /// A user without the right gets a code.
    Forbidden = "I-5",
    /// A seller without a key has Paddle asked without one.
    NoKey = "I-6",

    /// The browser's body is sent to Paddle.
    BodyForwarded = "B-1",
    /// Paddle's URL gets a query.
    QueryAtPaddle = "U-1",
    /// The version of Paddle's API is left to chance.
    NoVersion = "U-2",
    /// The browser's cookies are sent to Paddle.
    CookiesForwarded = "U-3",
    /// All of the browser's headers are sent to Paddle.
    HeadersForwarded = "U-3",
    /// Redirects are followed.
    RedirectsFollowed = "U-4",
    /// A request that got no response is sent again.
    RetriedAfterTimeout = "U-5",
    /// A request whose connection ended is sent again.
    RetriedAfterReset = "U-5",
    /// A code is used for five seconds.
    CodeCached = "U-6",
    /// Clicks at the same time share a code.
    CodeShared = "U-6",
    /// Any certificate is accepted.
    AnyCertificate = "U-7",
    /// The request after a stalled response meets a dead connection.
    DeadConnection = "U-8",

    /// Refusals may be cached.
    CacheableRefusals = "A-1",
    /// Codes may be cached.
    CacheableCodes = "A-1",
    /// The browser may guess the content type.
    NoNosniff = "A-2",
    /// The code is in a cookie as well.
    CodeInCookie = "A-2",
    /// Requests from other sites are refused in plain text.
    PlainCsrf = "A-3",
    /// Refusals have words of the proxy's own.
    OwnWords = "A-3",

    /// Paddle's 401 means that the seller has to sign in.
    UnauthorizedRelayed = "F-1",
    /// Paddle's `forbidden` means that the user may not open Paddle.
    ForbiddenRelayed = "F-2",
    /// Paddle's `authentication_missing` is the platform's failure.
    MissingKeyIsOurs = "F-3",
    /// Paddle's `authentication_malformed` is the platform's failure.
    MalformedKeyIsOurs = "F-4",
    /// Paddle's `invalid_token` means that the seller has to sign in.
    InvalidTokenRelayed = "F-5",
    /// A firewall's 403 means that the user may not open Paddle.
    BlockedRelayed = "F-6",
    /// Paddle's 404 means that the seller has no account.
    NotFoundRelayed = "F-7",
    /// Paddle's 409 means that the seller has no account.
    ConflictRelayed = "F-8",
    /// Paddle's 422 means that the browser's request is invalid.
    UnprocessableRelayed = "F-9",
    /// Paddle's 400 means that the browser's request is invalid.
    BadRequestRelayed = "F-10",
    /// A gateway's 404 is the platform's failure.
    GatewayIsOurs = "F-11",
    /// After a 429 there is no `retry-after`.
    NoRetryAfter = "F-12",
    /// A 429 is tried again at once, twice.
    RetriedWhenBusy = "F-12",
    /// Paddle's 502, 503 and 504 are taken for a bad key.
    FailureIsBadKey = "F-13",
    /// Paddle's 5xx makes a 200.
    FailureIsSuccess = "F-13",
    /// Whatever Paddle sends with 201 goes on.
    GarbageIsSuccess = "F-14",
    /// A code of any length goes on.
    LongCode = "F-14",
    /// A code with a space goes on.
    CodeWithSpace = "F-14",
    /// Unknown fields in Paddle's response are an error.
    StrictWithPaddle = "F-15",
    /// A time without exactly nine fractional digits is an error.
    NineDigits = "F-15",

    /// It waits ten seconds for a response to begin.
    LongLimit = "T-1",
    /// It waits for Paddle without a limit.
    NoTimeLimit = "T-1",
    /// Its time limit starts anew with each part of the response.
    LimitForEachPart = "T-2",
    /// A response of any length is read.
    EndlessRead = "T-2",
    /// It waits for half a request for ever.
    HalfRequests = "T-3",

    /// Refusals have the key.
    KeyInRefusal = "S-1",
    /// Paddle's headers go on.
    PaddlesHeadersRelayed = "S-1",
    /// Paddle's `detail` goes on.
    DetailRelayed = "S-2",
    /// The key is logged.
    KeyLogged = "S-3",
    /// The code is logged.
    CodeLogged = "S-3",
    /// Responses name the server.
    ServerNamed = "S-4",

    /// A seller has no limit.
    NoLimit = "L-1",
    /// One limit is shared by all sellers.
    SharedLimit = "L-1",
    /// Paddle is asked while its `Retry-After` runs.
    NoPause = "L-2",
    /// The limit is for an address, in `X-Forwarded-For`.
    LimitByAddress = "L-3",
    /// Paddle's `Retry-After` goes on as it is.
    RetryAfterRelayed = "L-5",

    /// A header that is not text makes it panic.
    PanicsOnOddHeader = "X-1",
    /// A request id can be anything.
    OddRequestId = "X-2",
}
