package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However somebody gives a password, and whatever then goes wrong, no command tells it, and no
/// file has it that was not his.
class PlantedSecretsTest {
  private static final String PLANTED = "planted-4711";

  private final Commands commands = new Commands(new InProcessEngine());

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:planted-4711@127.0.0.1:1/shop",
        "mysql://me:planted-4711@x@127.0.0.1:1/shop",
        "mysql://me:planted-4711/x@127.0.0.1:1/shop",
        "mariadb://127.0.0.1:1/shop?user=me&password=planted-4711",
        "mariadb://127.0.0.1:1/shop?password2=planted-4711",
        "mysql://127.0.0.1:1/shop?ssl-mode=VERIFY_CA&trustStore=none.p12&trustStorePassword=planted-4711",
        "mysql://127.0.0.1:1/shop?keyStore=none.p12&keyStorePassword=planted-4711",
        "mysql://127.0.0.1:1/shop?keyStore=none.p12&keyPassword=planted-4711",
        "postgresql://me:planted-4711@127.0.0.1:1/shop",
        "postgresql://me:planted-4711/x@127.0.0.1:1/shop",
        "postgresql://me:planted-4711@x@127.0.0.1:1/shop",
        "postgresql://127.0.0.1:1/shop?PASSWORD=planted-4711",
        "postgresql://127.0.0.1:1/shop?sslkey=none&sslpassword=planted-4711"
      })
  void aPasswordInAnUrlIsRefusedUnrepeated(String url) throws IOException {
    String other = "postgresql://you@127.0.0.1:1/shop";
    String out = directory.resolve("made.yaml").toString();
    tellsNothing(commands.run("init", url, other, "--out", out));
    tellsNothing(commands.run("init", other, url, "--out", out));
    writeManifest("jdbc:" + url, "");
    everyCommandTellsNothing();
  }

  /// A password that is given as it should be, while nobody answers or a file is missing.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://127.0.0.1:1/shop",
        "jdbc:mariadb://127.0.0.1:1/shop?sslMode=verify-ca&serverSslCert=none.pem",
        "jdbc:mariadb://127.0.0.1:1/shop?sslMode=trust&keyStore=none.p12",
        "jdbc:postgresql://127.0.0.1:1/shop?sslmode=verify-full&sslrootcert=none.pem"
      })
  void aPasswordThatIsUsedInVainIsNotTold(String url) throws IOException {
    writeManifest(url, "password: {file: secret}, ");
    everyCommandTellsNothing();
  }

  @Test
  void otherwiseThisWouldShowNothing() throws IOException {
    writeManifest("jdbc:mysql://127.0.0.1:1/shop", "password: {file: secret}, ");
    assertThat(filesThatTell()).containsExactly(directory.resolve("secret"));
  }

  private void writeManifest(String url, String password) throws IOException {
    Files.writeString(directory.resolve("secret"), PLANTED);
    Files.writeString(
        directory.resolve("shop.yaml"),
        """
        migration: shop
        source: {url: "%s", %suser: me}
        target: {url: "jdbc:postgresql://127.0.0.1:1/shop", %suser: me}
        tables: ["*.*"]
        """
            .formatted(url, password, password));
  }

  private void everyCommandTellsNothing() throws IOException {
    String manifest = directory.resolve("shop.yaml").toString();
    String state = directory.resolve("state").toString();
    for (String command : List.of("check", "plan", "run", "gateway")) {
      tellsNothing(commands.run(command, manifest, "--state-dir", state));
    }
    assertThat(filesThatTell())
        .isSubsetOf(directory.resolve("secret"), directory.resolve("shop.yaml"));
  }

  private static void tellsNothing(Commands.Ran ran) {
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isNotZero();
    assertThat(ran.out() + ran.err()).isNotEmpty().doesNotContain(PLANTED);
  }

  private List<Path> filesThatTell() throws IOException {
    List<Path> telling = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(PLANTED)) {
          telling.add(file);
        }
      }
    }
    return telling;
  }
}
