package spillway;

import com.netflix.eureka.EurekaServerConfig;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.cloud.netflix.eureka.server.EurekaServerConfigBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A Eureka server as Spring Cloud installs it, for tests: prefix /eureka. Spring's own options are its arguments. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableEurekaServer
public class EurekaServer {
    public static void main(String[] args) {
        SpringApplication.run(EurekaServer.class, args);
    }

    /** Eureka's own start goes on in the background; whoever waits asks its API until it answers. */
    @EventListener
    public void tellPort(ServletWebServerInitializedEvent event) {
        System.out.println("PORT " + event.getWebServer().getPort());
    }

    /** What a test may change while the server runs. */
    @RestController
    public static class TestSwitches {
        private final EurekaServerConfigBean config;

        TestSwitches(EurekaServerConfigBean config) {
            this.config = config;
        }

        /** For this long after its start the server refuses reads, as one without peers does; 0 ends it. */
        @PostMapping("/test/warm-up")
        public void warmUp(@RequestParam("ms") int ms) {
            config.setWaitTimeInMsWhenSyncEmpty(ms);
        }

        @PostMapping("/test/delta")
        public void delta(@RequestParam("disabled") boolean disabled) {
            config.setDisableDelta(disabled);
        }
    }
}
