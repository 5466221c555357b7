package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.AuditPage;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.engine.store.AuditHeads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "verify",
    description = {
      "Looks whether the audit is as it was written: no entry changed, removed, added or put elsewhere.",
      "That nothing was cut off its end, nor all of it made anew, is seen by heads that were noted outside of the store."
          + " Fails with the first entry that is wrong."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--head",
      paramLabel = "N:HASH",
      converter = Head.class,
      description = "A head that you know. May be given several times.")
  private List<AuditHead> known = List.of();

  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description =
          "A file with heads, one in a line: a copy of audit.heads or of the log. Default: audit.heads in the"
              + " state directory, if it is there.")
  private @Nullable Path file;

  static final class Head implements ITypeConverter<AuditHead> {
    @Override
    public AuditHead convert(String text) {
      return AuditHead.in(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is not N:HASH, a number and 64 hexadecimal digits".formatted(text)));
    }
  }

  AuditVerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Whereabouts where = which.where(context.engine());
    List<AuditHead> heads = new ArrayList<>(known);
    heads.addAll(file == null ? notedBy(where) : noted(file));
    AuditCheck check = Known.audit(where, audit -> AuditCheck.of(audit, heads));
    ExitCode exit = check.flaw() == null ? ExitCode.OK : ExitCode.FAILED;
    return format.write(
        context.terminal(),
        new Answer("audit verify", exit.number(), check, List.of()),
        AuditPage.of(check));
  }

  private static List<AuditHead> notedBy(Whereabouts where) {
    return switch (where) {
      case ServedMigration _ -> List.of();
      case StateDirectory directory -> {
        Path own = AuditHeads.file(directory.path());
        yield Files.exists(own) ? AuditHeads.read(own) : List.of();
      }
    };
  }

  private static List<AuditHead> noted(Path file) {
    List<AuditHead> heads = AuditHeads.read(file);
    if (heads.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "no line of %s holds a head of the audit. Give a copy of audit.heads or of crossfade.log."
              .formatted(file));
    }
    return heads;
  }
}
