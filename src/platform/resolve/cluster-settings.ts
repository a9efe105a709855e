import { parseQuantity, type Quantity } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";

type Settings = Readonly<Record<string, string>>;

/** A setting that the operator's webhook would refuse. */
export interface RefusedSetting {
  readonly name: string;
  readonly message: string;
  readonly instead: string;
}

/**
 * Settings that the operator keeps for itself. `shared_preload_libraries` is one too, but a Cluster
 * has a list for it.
 * @see github.com/cloudnative-pg/cloudnative-pg/pkg/postgres FixedConfigurationParameters
 */
export const fixedSettings: ReadonlySet<string> = new Set(
  `allow_system_table_mods archive_cleanup_command archive_command archive_mode bonjour bonjour_name
  cluster_name config_file data_directory data_sync_retry event_source external_pid_file hba_file
  hot_standby ident_file jit_provider listen_addresses log_destination log_directory log_file_mode
  log_filename log_rotation_age log_rotation_size log_truncate_on_rotation logging_collector
  pg_failover_slots.primary_dsn pg_failover_slots.standby_slot_names port primary_conninfo
  primary_slot_name promote_trigger_file recovery_end_command recovery_min_apply_delay
  recovery_target recovery_target_action recovery_target_inclusive recovery_target_lsn
  recovery_target_name recovery_target_time recovery_target_timeline recovery_target_xid
  restart_after_crash restore_command ssl ssl_ca_file ssl_cert_file ssl_crl_file ssl_dh_params_file
  ssl_ecdh_curve ssl_key_file ssl_passphrase_command ssl_passphrase_command_supports_reload
  ssl_prefer_server_ciphers stats_temp_directory synchronized_standby_slots
  synchronous_standby_names syslog_facility syslog_ident syslog_sequence_numbers
  syslog_split_messages temp_tablespaces unix_socket_directories unix_socket_group
  unix_socket_permissions`.split(/\s+/),
);

/**
 * What the operator's webhook would refuse of the settings.
 * @see github.com/cloudnative-pg/cloudnative-pg/internal/webhook/v1/cluster_webhook.go validateConfiguration, validateResources
 */
export function refusedSettings(
  settings: Settings,
  instances: number,
  memory: string,
): RefusedSetting[] {
  const fixed = Object.keys(settings)
    .filter((name) => fixedSettings.has(name))
    .map((name) => ({
      name,
      message: "is the operator's own with cloudNativePg",
      instead: `${name}: null beside cloudNativePg`,
    }));
  return [...fixed, ...buffers(settings, memory), ...wal(settings, instances), ...flags(settings)];
}

function buffers({ shared_buffers: given }: Settings, memory: string): RefusedSetting[] {
  if (given === undefined || given === "") return [];
  const refuse = (message: string, instead: string) => [
    { name: "shared_buffers", message, instead },
  ];
  const size = sizeOf(given);
  if (size === undefined || /^[+-]?\d+$/.test(given))
    return refuse("needs a unit with cloudNativePg", '"256MB"');
  if (compareQuantities(size, parseQuantity(memory)) <= 0) return [];
  const message = `is ${given}, but with cloudNativePg no more than the memory request of ${memory}`;
  return refuse(message, "less of it, or a greater resources.memory");
}

function wal(settings: Settings, instances: number): RefusedSetting[] {
  const found: RefusedSetting[] = [];
  const { wal_level: level = "logical", wal_log_hints: hints = "on" } = settings;
  if (!["logical", "replica"].includes(level)) {
    const message = `cannot be ${level} with cloudNativePg, which follows and archives the log`;
    found.push({ name: "wal_level", message, instead: '"logical" or "replica"' });
  }
  if (isOff(hints) && instances > 1) {
    const message = "must be on for more than one instance";
    found.push({ name: "wal_log_hints", message, instead: '"on"' });
  }
  const least = sizeOf(settings.min_wal_size || "80MB");
  const most = sizeOf(settings.max_wal_size || "1GB");
  const isSize = (name: string, size: Quantity | undefined) => {
    if (size === undefined)
      found.push({ name, message: "is no size with a unit", instead: '"1GB"' });
  };
  isSize("min_wal_size", least);
  isSize("max_wal_size", most);
  const bothSet = least && most && least.unscaled !== 0n && most.unscaled !== 0n;
  if (bothSet && compareQuantities(least, most) >= 0) {
    const name = settings.min_wal_size ? "min_wal_size" : "max_wal_size";
    const message = "leaves no room: min_wal_size (80MB) must be below max_wal_size (1GB)";
    found.push({ name, message, instead: "a smaller min_wal_size" });
  }
  return found;
}

const isOff = (value: string) => /^(0|off?|no?|f(a(l(se?)?)?)?)$/i.test(value);
const isOn = (value: string) => /^(1|on|y(es?)?|t(r(ue?)?)?)$/i.test(value);

/** Flags that the operator reads itself. */
function flags(settings: Settings): RefusedSetting[] {
  return ["hot_standby_feedback", "sync_replication_slots", "wal_log_hints"].flatMap((name) => {
    const value = settings[name];
    if (value === undefined || isOn(value) || isOff(value)) return [];
    return [{ name, message: `is ${value}, which is neither on nor off`, instead: '"on"' }];
  });
}

/** A size as the operator reads it: "MB" is 2^20 bytes, and a bare number counts those. */
function sizeOf(text: string): Quantity | undefined {
  const isNumber = (part: string) => /^[+-]?\d+$/.test(part);
  const withUnit = isNumber(text) ? `${text}MB` : text;
  if (!withUnit.endsWith("B")) return undefined;
  const amount = withUnit.slice(0, -1).replaceAll(" ", "");
  try {
    return parseQuantity(isNumber(amount) ? amount : `${amount}i`.replaceAll("ki", "Ki"));
  } catch {
    return undefined;
  }
}
