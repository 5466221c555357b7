package io.crossfade.cli;

import io.crossfade.cli.view.Style;
import io.crossfade.connector.Address;
import io.crossfade.connector.Connectors;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.planning.Draft;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Looks at both databases and writes a first manifest, commented. Changes neither of them.",
      "Passwords come from the variables SOURCE_PASSWORD and TARGET_PASSWORD, from files, or are asked"
          + " for; never from a URL."
    })
final class InitCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 10;

  private final Context context;

  /// The variables whose values were typed.
  private final List<String> typed = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE_URL",
      description = "The database in use now: postgresql://USER@HOST:PORT/DATABASE, or a JDBC URL.")
  private String sourceUrl;

  @Parameters(index = "1", paramLabel = "TARGET_URL", description = "The one that takes over.")
  private String targetUrl;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The migration's name. Default: made of the source database's.")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the manifest. Default: ./<migration>.yaml.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Overwrite a file that is there.")
  private boolean force;

  @Option(
      names = "--source-password-file",
      paramLabel = "FILE",
      description = "The file that holds the password for the source.")
  private @Nullable Path sourcePassword;

  @Option(
      names = "--target-password-file",
      paramLabel = "FILE",
      description = "The file that holds the password for the target.")
  private @Nullable Path targetPassword;

  @Mixin private Format format;

  /// What `-o json` writes.
  record Written(
      String file, String migration, int tables, List<Draft.Left> excluded, List<String> hints) {}

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Address source = address("SOURCE_URL", sourceUrl);
    Address target = address("TARGET_URL", targetUrl);
    String migration = name == null ? nameOf(source.database()) : name;
    Path file = out == null ? Path.of(migration + ".yaml") : out;
    if (!force && Files.exists(file)) {
      throw isThere(file, null);
    }
    Draft draft =
        context
            .engine()
            .draft(
                migration,
                login(Side.SOURCE, source, sourcePassword),
                login(Side.TARGET, target, targetPassword));
    write(file, draft.text());
    List<NextStep> next =
        List.of(
            new NextStep(
                "check " + file, "says what would stop or disturb it, and what mends that"),
            new NextStep("plan " + file, "shows what would be done to both sides"),
            new NextStep("run " + file, "does it, up to where you say `cutover`"));
    return format.write(
        context.terminal(),
        new Answer(
            "init",
            ExitCode.OK.number(),
            new Written(
                file.toString(), migration, draft.tables(), draft.excluded(), draft.hints()),
            next),
        page(file, draft, next));
  }

  private Address address(String parameter, String typed) {
    Address address = Connectors.address(typed);
    if (address.user() == null || address.database().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          parameter
              + " should say as whom and which database: postgresql://USER@HOST:PORT/DATABASE");
    }
    return address;
  }

  private Draft.Login login(Side side, Address address, @Nullable Path passwordFile) {
    SecretReference reference =
        passwordFile == null
            ? new SecretReference.Env(side + "_PASSWORD")
            : new SecretReference.File(passwordFile.toAbsolutePath());
    Secret secret = passwordFile == null ? asked(side, address, reference) : secret(reference);
    boolean none = secret.reveal().isEmpty();
    return new Draft.Login(
        new DatabaseReference(
            address.url(), String.valueOf(address.user()), none ? null : reference),
        secret);
  }

  private Secret secret(SecretReference reference) {
    return context.engine().secret(reference);
  }

  /// Empty where nobody says one: some servers ask for none.
  private Secret asked(Side side, Address address, SecretReference variable) {
    try {
      return secret(variable);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.SECRET_MISSING) {
        throw e;
      }
    }
    char[] answer =
        context
            .terminal()
            .askSecret(
                "Password of %s for the %s (none: Enter): "
                    .formatted(address.user(), side.spelled()));
    if (answer == null) {
      context.terminal().err().println(variable + " is not set: trying without a password.");
    }
    if (answer != null && answer.length > 0) {
      typed.add(side + "_PASSWORD");
    }
    return new Secret(answer == null ? "" : new String(answer));
  }

  private void write(Path file, String text) {
    OpenOption[] options =
        force
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(file, text, options);
    } catch (FileAlreadyExistsException e) {
      throw isThere(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static CrossfadeException isThere(Path file, @Nullable Throwable cause) {
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        file + " is there already; --out writes another file, --force overwrites it",
        Map.of("file", file.toString()),
        cause);
  }

  /// As a manifest allows it.
  private static String nameOf(String database) {
    String letters = database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    String name = letters.matches("[a-z].*") ? letters : "m_" + letters;
    return name.substring(0, Math.min(31, name.length()));
  }

  private List<String> page(Path file, Draft draft, List<NextStep> next) {
    Style style = new Style(context.terminal().colour());
    List<String> lines = new ArrayList<>();
    lines.add(style.good("Written: " + file) + ". Tables in scope: %d.".formatted(draft.tables()));
    if (!draft.excluded().isEmpty()) {
      lines.add(
          "Left out: %d; the file says why, and what mends it.".formatted(draft.excluded().size()));
      draft.excluded().stream().limit(MOST_SHOWN).forEach(left -> lines.add("  " + left.table()));
      if (draft.excluded().size() > MOST_SHOWN) {
        lines.add("  and %d more".formatted(draft.excluded().size() - MOST_SHOWN));
      }
    }
    if (!draft.hints().isEmpty()) {
      lines.add(
          "The target has tables already. Hints: %d; look at them in the file."
              .formatted(draft.hints().size()));
    }
    if (!typed.isEmpty()) {
      lines.add(
          "Set before you go on, for the other commands do not ask: " + String.join(", ", typed));
    }
    lines.add("Next:");
    next.forEach(step -> lines.add("  crossfade %-24s %s".formatted(step.command(), step.does())));
    return lines;
  }
}
