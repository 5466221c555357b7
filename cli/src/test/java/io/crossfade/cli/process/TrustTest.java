package io.crossfade.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.crossfade.model.Secret;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrustTest {
  private static final String PASSWORD = "changeit";
  private static final byte[] ANSWER =
      "{\"items\": [{\"migration\": \"shop\"}]}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void aServerWithACertificateOfOnesOwnIsBelievedByItsFileOnly() throws Exception {
    Path keys = directory.resolve("keys.p12");
    Path certificate = directory.resolve("ca.pem");
    keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=x", "-ext", "san=ip:127.0.0.1");
    keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
    HttpsServer server = serve(keys);
    try {
      URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
      Secret token = new Secret("t");
      assertThat(
              RemoteControl.migrations(
                  new RemotePlace.AtServer(url, token, Trust.in(certificate)), "ann@desk"))
          .containsExactly("shop");
      assertThatThrownBy(
              () -> RemoteControl.migrations(new RemotePlace.AtServer(url, token, null), "ann"))
          .hasMessageContaining("its certificate is not believed here")
          .hasMessageContaining("--ca FILE");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsNoCertificateIsRefused() throws Exception {
    Path none = Files.writeString(directory.resolve("none.pem"), "-----BEGIN CERTIFICATE-----\n");
    assertThatThrownBy(() -> Trust.in(none)).hasMessageContaining("Give a file in PEM");
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    assertThatThrownBy(() -> Trust.in(empty)).hasMessageContaining("Give a file in PEM");
  }

  private static HttpsServer serve(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keys)) {
      store.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/migrations",
        request -> {
          request.sendResponseHeaders(200, ANSWER.length);
          request.getResponseBody().write(ANSWER);
          request.close();
        });
    server.start();
    return server;
  }

  private static void keytool(Path keys, String... command) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of(command));
    words.addAll(List.of("-alias", "x", "-keystore", keys.toString(), "-storetype", "PKCS12"));
    words.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
