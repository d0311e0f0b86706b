package spillway;

import com.netflix.config.ConfigurationManager;
import com.netflix.hystrix.HystrixCommand;
import com.netflix.hystrix.HystrixCommandGroupKey;
import com.netflix.hystrix.HystrixCommandKey;
import com.netflix.hystrix.HystrixCommandProperties;
import com.netflix.hystrix.HystrixThreadPoolProperties;
import com.netflix.hystrix.contrib.metrics.eventstream.HystrixMetricsStreamServlet;
import com.netflix.hystrix.exception.HystrixBadRequestException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/**
 * A service whose commands fare in every way a Hystrix command can, for tests: GET /hystrix.stream tells of them.
 * POST /test/fare?command=GetRatings&as=SUCCEEDS changes how one fares from its next call on. Archaius properties are
 * given as system properties, such as -Dhystrix.stream.maxConcurrentConnections=2.
 */
public final class HystrixProducer {
    private static final long CALL_EVERY_MS = 50;

    enum Fare { SUCCEEDS, FAILS, FAILS_INTO_FALLBACK, HANGS, HANGS_INTO_FALLBACK, IS_A_BAD_REQUEST, CROWDS }

    private static final Map<String, Fare> FARES = new ConcurrentHashMap<>(Map.of(
        "GetTitle", Fare.SUCCEEDS,
        // Fails always: its circuit opens, and most calls are short-circuited from then on.
        "GetRatings", Fare.FAILS,
        "GetArtwork", Fare.FAILS_INTO_FALLBACK,
        "GetSimilars", Fare.HANGS,
        "GetRecommendations", Fare.HANGS_INTO_FALLBACK,
        "GetProfile", Fare.IS_A_BAD_REQUEST,
        // More calls at once than its thread pool takes: some are rejected.
        "GetLicense", Fare.CROWDS,
        "GetSubtitles", Fare.SUCCEEDS
    ));
    /** Circuits that open however little they are asked, or never. */
    private static final Set<String> FORCED_OPEN = Set.of("GetSubtitles");
    private static final EnumSet<Fare> WITH_FALLBACK = EnumSet.of(Fare.FAILS_INTO_FALLBACK, Fare.HANGS_INTO_FALLBACK);

    public static void main(String[] args) throws Exception {
        for (String command : FORCED_OPEN) {
            ConfigurationManager.getConfigInstance()
                .setProperty("hystrix.command." + command + ".circuitBreaker.forceOpen", true);
        }
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new HystrixMetricsStreamServlet()), "/hystrix.stream");
        context.addServlet(new ServletHolder(new FareServlet()), "/test/fare");
        server.setHandler(context);
        server.start();
        System.out.println("PORT " + connector.getLocalPort());
        for (String command : FARES.keySet()) callOnAndOn(command);
    }

    private static void callOnAndOn(String command) {
        Thread caller = new Thread(() -> {
            while (true) {
                Fare fare = FARES.get(command);
                int calls = fare == Fare.CROWDS ? 4 : 1;
                for (int call = 0; call < calls; call += 1) new Call(command, fare).toObservable().subscribe(text -> {}, failure -> {});
                try {
                    Thread.sleep(CALL_EVERY_MS);
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }, command);
        caller.setDaemon(true);
        caller.start();
    }

    private static final class Call extends HystrixCommand<String> {
        private final Fare fare;

        Call(String command, Fare fare) {
            super(Setter
                .withGroupKey(HystrixCommandGroupKey.Factory.asKey(fare == Fare.CROWDS ? "license" : "catalog"))
                .andCommandKey(HystrixCommandKey.Factory.asKey(command))
                .andCommandPropertiesDefaults(HystrixCommandProperties.Setter()
                    .withExecutionTimeoutInMilliseconds(200)
                    .withMetricsRollingStatisticalWindowInMilliseconds(2_000)
                    .withMetricsRollingPercentileWindowInMilliseconds(4_000)
                    .withMetricsRollingPercentileWindowBuckets(4)
                    .withMetricsHealthSnapshotIntervalInMilliseconds(100)
                    .withCircuitBreakerSleepWindowInMilliseconds(500)
                    // Only what fails always opens its circuit, so that the other ways to fare stay as they are.
                    .withCircuitBreakerEnabled(fare == Fare.FAILS || fare == Fare.SUCCEEDS))
                .andThreadPoolPropertiesDefaults(HystrixThreadPoolProperties.Setter()
                    .withCoreSize(fare == Fare.CROWDS ? 1 : 20)
                    .withMaxQueueSize(-1)));
            this.fare = fare;
        }

        @Override
        protected String run() throws Exception {
            switch (fare) {
                case FAILS, FAILS_INTO_FALLBACK -> throw new IOException("the callee failed");
                case HANGS, HANGS_INTO_FALLBACK -> Thread.sleep(1_000);
                case IS_A_BAD_REQUEST -> throw new HystrixBadRequestException("the caller was wrong");
                case CROWDS -> Thread.sleep(30);
                case SUCCEEDS -> Thread.sleep(2);
            }
            return "answer";
        }

        @Override
        protected String getFallback() {
            if (WITH_FALLBACK.contains(fare)) return "something older";
            throw new UnsupportedOperationException("no fallback");
        }
    }

    /** POST ?command=…&as=…: how the command fares from now on. */
    private static final class FareServlet extends HttpServlet {
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            String command = request.getParameter("command");
            if (command == null || !FARES.containsKey(command)) {
                response.setStatus(404);
                return;
            }
            FARES.put(command, Fare.valueOf(request.getParameter("as")));
            response.setStatus(204);
        }
    }
}
