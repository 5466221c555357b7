package io.crossfade.server.alerts;

import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.manifest.YamlNode;
import io.crossfade.model.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is told of what, as the section `alerts` of a server's configuration says it. An address may
/// hold a token, so it is kept as a secret is.
///
/// @param kinds of messages that are sent
/// @param auditHeads where each new head of the audit is sent
public record AlertSettings(
    Set<Message.Kind> kinds,
    @Nullable ToWebhook webhook,
    @Nullable ToChat chat,
    @Nullable ToMail mail,
    @Nullable ToAlertmanager alertmanager,
    @Nullable ToWebhook auditHeads) {
  public static final AlertSettings NONE =
      new AlertSettings(Set.of(Message.Kind.values()), null, null, null, null, null);

  public AlertSettings {
    kinds = Set.copyOf(kinds);
  }

  public record ToWebhook(SecretReference url, SecretReference secret) {}

  public record ToChat(SecretReference url) {}

  /// @param password null where the server asks for none
  public record ToMail(
      String host,
      int port,
      String security,
      @Nullable SecretReference password,
      Addresses addresses) {}

  /// @param user as whom we log in; null where the server asks for none
  public record Addresses(@Nullable String user, String from, List<String> to) {
    public Addresses {
      to = List.copyOf(to);
    }
  }

  /// @param token null where it asks for none
  public record ToAlertmanager(String url, @Nullable SecretReference token) {}

  /// Of a section that the schema has accepted.
  ///
  /// @param directory what its relative paths are relative to
  public static AlertSettings of(YamlNode.Fields section, Path directory) {
    YamlNode.Fields webhook = section.fields("webhook");
    YamlNode.Fields chat = section.fields("chat");
    YamlNode.Fields mail = section.fields("mail");
    YamlNode.Fields alertmanager = section.fields("alertmanager");
    return new AlertSettings(
        kinds(section),
        webhook(webhook, directory),
        chat == null ? null : new ToChat(secret(chat, "url", directory)),
        mail == null ? null : mail(mail, directory),
        alertmanager == null
            ? null
            : new ToAlertmanager(
                alertmanager.text("url"), optionalSecret(alertmanager, "token", directory)),
        webhook(section.fields("auditHeads"), directory));
  }

  private static @Nullable ToWebhook webhook(YamlNode.@Nullable Fields webhook, Path directory) {
    return webhook == null
        ? null
        : new ToWebhook(secret(webhook, "url", directory), secret(webhook, "secret", directory));
  }

  private static ToMail mail(YamlNode.Fields mail, Path directory) {
    String port = mail.optionalText("port");
    String security = mail.optionalText("security");
    return new ToMail(
        mail.text("host"),
        port == null ? 587 : Integer.parseInt(port),
        security == null ? "starttls" : security,
        optionalSecret(mail, "password", directory),
        new Addresses(mail.optionalText("user"), mail.text("from"), texts(mail, "to")));
  }

  private static Set<Message.Kind> kinds(YamlNode.Fields section) {
    List<String> only = texts(section, "only");
    return Arrays.stream(Message.Kind.values())
        .filter(kind -> only.isEmpty() || only.contains(kind.spelled()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> texts(YamlNode.Fields section, String key) {
    return section.get(key) instanceof YamlNode.Items items
        ? items.items().stream()
            .map(item -> item instanceof YamlNode.Scalar scalar ? scalar.text() : null)
            .filter(Objects::nonNull)
            .toList()
        : List.of();
  }

  private static SecretReference secret(YamlNode.Fields section, String key, Path directory) {
    return Objects.requireNonNull(optionalSecret(section, key, directory), key);
  }

  private static @Nullable SecretReference optionalSecret(
      YamlNode.Fields section, String key, Path directory) {
    YamlNode.Fields reference = section.fields(key);
    return reference == null ? null : SecretReference.of(reference, directory);
  }

  /// The channels for messages. SECRET_MISSING where one is not there.
  ///
  /// @param known is told each secret
  List<Channel> channels(SecretReferences secrets, List<Secret> known, InstantSource clock) {
    List<Channel> channels = new ArrayList<>();
    if (webhook != null) {
      channels.add(new Webhook(post(webhook, secrets, known, clock)));
    }
    if (chat != null) {
      channels.add(new Chat(resolve(chat.url(), secrets, known)));
    }
    if (mail != null) {
      channels.add(mail(mail, secrets, known));
    }
    return channels;
  }

  static SignedPost post(
      ToWebhook to, SecretReferences secrets, List<Secret> known, InstantSource clock) {
    return new SignedPost(
        resolve(to.url(), secrets, known), resolve(to.secret(), secrets, known), clock);
  }

  private static Mail mail(ToMail to, SecretReferences secrets, List<Secret> known) {
    String user = to.addresses().user();
    Mail.Login login =
        user == null || to.password() == null
            ? null
            : new Mail.Login(user, resolve(to.password(), secrets, known));
    Mail.Security security = Mail.Security.valueOf(to.security().toUpperCase(Locale.ROOT));
    return new Mail(
        new Mail.Smtp(to.host(), to.port(), security, login),
        to.addresses().from(),
        to.addresses().to());
  }

  private static Secret resolve(
      SecretReference reference, SecretReferences secrets, List<Secret> known) {
    Secret secret = secrets.resolve(reference);
    known.add(secret);
    return secret;
  }
}
