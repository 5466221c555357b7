package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.crossfade.model.Secret;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each channel against a real receiver.
@Timeout(30)
class ChannelsTest {
  private static final Message MESSAGE =
      new Message(
          "shop-7-warning",
          Message.Kind.WARNING,
          "shop",
          Instant.parse("2026-11-22T10:00:00Z"),
          "Migration shop <!channel> @all & \u00e9",
          "[click](https://evil.example)");

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile int status = 204;
  private HttpServer server;

  private record Received(Map<String, String> headers, String path, String body) {
    JsonNode json() {
      return new JsonMapper().readTree(body);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              new Received(
                  exchange.getRequestHeaders().entrySet().stream()
                      .collect(
                          Collectors.toMap(
                              e -> e.getKey().toLowerCase(Locale.ROOT),
                              e -> e.getValue().getFirst())),
                  exchange.getRequestURI().toString(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aWebhookIsSignedAsStandardWebhooksSays() throws Exception {
    byte[] key = "a key of some length".getBytes(StandardCharsets.UTF_8);
    Secret secret = new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
    new Webhook(
            new SignedPost(
                new Secret(address()), secret, () -> Instant.ofEpochSecond(1_700_000_000)))
        .send(MESSAGE);
    Received got = next();
    assertThat(got.headers()).containsEntry("webhook-timestamp", "1700000000");
    String id = got.headers().get("webhook-id");
    assertThat(got.headers())
        .containsEntry("webhook-signature", "v1," + hmac(key, id + ".1700000000." + got.body()));
    assertThat(got.json().get("type").asString()).isEqualTo("migration.warning");
    assertThat(got.json().get("data").get("title").asString()).isEqualTo(MESSAGE.title());
    new Webhook(new SignedPost(new Secret(address()), secret, InstantSource.system()))
        .send(MESSAGE);
    assertThat(next().headers()).as("sent once more").containsEntry("webhook-id", id);
  }

  @Test
  void inAChatANameCallsNobodyAndLinksNowhere() throws Exception {
    new Chat(new Secret(address())).send(MESSAGE);
    assertThat(next().json().get("text").asString())
        .contains("Migration shop &lt;!channel&gt;", "&amp; \u00e9", "[click]")
        .doesNotContain("<", "@all", "](", "://");
  }

  @Test
  void whyItDidNotArriveIsSaidWithoutTheAddress() {
    Chat chat = new Chat(new Secret(address() + "geheim"));
    status = 503;
    assertThatThrownBy(() -> chat.send(MESSAGE))
        .isNotInstanceOf(Channel.Refused.class)
        .hasMessageContaining("503")
        .hasMessageNotContaining("geheim");
    status = 400;
    assertThatThrownBy(() -> chat.send(MESSAGE)).isInstanceOf(Channel.Refused.class);
    status = 404;
    assertThatThrownBy(() -> chat.send(MESSAGE)).isNotInstanceOf(Channel.Refused.class);
    status = 307;
    assertThatThrownBy(() -> chat.send(MESSAGE)).hasMessageContaining("307");
    server.stop(0);
    assertThatThrownBy(() -> chat.send(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("geheim")
        .hasNoCause();
    assertThatThrownBy(() -> new Chat(new Secret("geheim ://")).send(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  /// Java's own words quote them.
  @Test
  void anAddressOrATokenThatHttpDoesNotTakeIsNotQuoted() {
    for (String url : List.of("https://my_host/geheim", "ftp://host/geheim", "https:///geheim")) {
      assertThatThrownBy(() -> new Chat(new Secret(url)).send(MESSAGE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP takes no such url")
          .hasMessageNotContaining("geheim")
          .hasNoCause();
    }
    Post post = new Post(new Secret(address()));
    assertThatThrownBy(() -> post.send("{}", Map.of("Authorization", "Bearer geheim\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such token")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
    SignedPost signed =
        new SignedPost(new Secret(address()), new Secret("whsec_geheim!"), InstantSource.system());
    assertThatThrownBy(() -> new Webhook(signed).send(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("base64")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  @Test
  void aMailArrivesAsPlainText() throws Exception {
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.setUser("crossfade", "geheim");
    mails.start();
    try {
      Mail mail =
          new Mail(
              new Mail.Smtp(
                  "127.0.0.1",
                  mails.getSmtp().getPort(),
                  Mail.Security.NONE,
                  new Mail.Login("crossfade", new Secret("geheim"))),
              "crossfade@example.com",
              List.of("ann@example.com", "ben@example.com"));
      mail.send(MESSAGE);
      mail.send(MESSAGE);
      assertThat(mails.waitForIncomingEmail(10_000, 4)).isTrue();
      MimeMessage[] got = mails.getReceivedMessages();
      assertThat(got).hasSize(4);
      assertThat(got[0].getSubject()).isEqualTo(MESSAGE.title());
      assertThat(got[0].getContentType()).startsWith("text/plain");
      assertThat(got[0].getContent().toString().strip())
          .isEqualToNormalizingNewlines(MESSAGE.whole());
      assertThat(got).extracting(MimeMessage::getMessageID).containsOnly(got[0].getMessageID());
    } finally {
      mails.stop();
    }
  }

  @Test
  void aMailServerThatIsAwayOrKnowsNoTlsIsSaidWithoutThePassword() {
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    int port = mails.getSmtp().getPort();
    Mail.Login login = new Mail.Login("crossfade", new Secret("geheim"));
    Mail mail =
        new Mail(
            new Mail.Smtp("127.0.0.1", port, Mail.Security.STARTTLS, login),
            "crossfade@example.com",
            List.of("ann@example.com"));
    assertThatThrownBy(() -> mail.send(MESSAGE)).as("no TLS").isInstanceOf(IOException.class);
    assertThat(mails.getReceivedMessages()).isEmpty();
    mails.stop();
    assertThatThrownBy(() -> mail.send(MESSAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  private String address() {
    return "http://127.0.0.1:%d/hook/".formatted(server.getAddress().getPort());
  }

  private Received next() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a request").isNotNull();
    return next;
  }

  private static String hmac(byte[] key, String text) throws Exception {
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
