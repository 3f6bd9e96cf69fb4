import { scopeNames } from "./keyword.ts";
import type { Priority, ScopeName } from "./keyword.ts";

/** A keyword that the reference knows and this program does not act upon. */
export type AcceptedKeyword = {
  readonly priority: Priority;
  /** A block follows, which is skipped. */
  readonly block: boolean;
  /** Running without it would do harm, such as two masters or addresses in the wrong place: it is refused. */
  readonly refused: boolean;
};

type Names = Readonly<Partial<Record<Priority, string>>>;

/** Names by block and priority; `{}` behind a name: it opens a block; `!`: running without it would do harm. */
const names: Readonly<Record<ScopeName, Names>> = {
  root: {
    P0: "virtual_server{} track_file{} vrrp_track_file{} static_ipaddress{} static_routes{}",
    P1: `instance virtual_server_group{} vrrp_track_process{} static_rules{} interface_up_down_delays{}`,
    P2: `net_namespace! net_namespace_ipvs namespace_with_ipsets use_pid_dir child_wait_time linkbeat_use_polling
      track_group{} linkbeat_interfaces{} garp_group{} bfd_instance{} SSL{}`,
  },
  global_defs: {
    P1: `smtp_helo_name smtp_alert smtp_alert_vrrp smtp_alert_checker startup_script shutdown_script max_auto_priority
      vrrp_priority checker_priority bfd_priority vrrp_rt_priority checker_rt_priority bfd_rt_priority
      reload_check_config json_version dynamic_interfaces default_interface vrrp_check_unicast_src
      log_unknown_vrids lvs_timeouts lvs_flush lvs_flush_on_stop lvs_flush_onstop lvs_sync_daemon
      checker_log_all_failures lvs_notify_fifo lvs_notify_fifo_script notify_fifo notify_fifo_script vrrp_notify_fifo
      vrrp_notify_fifo_script nftables enable_snmp_vrrp enable_snmp_checker enable_traps`,
    P2: `no_email_faults no_checker_emails process_names process_name vrrp_process_name checker_process_name
      bfd_process_name lvs_process_name use_symlink_paths set_supplementary_groups startup_script_timeout
      shutdown_script_timeout min_auto_priority_delay vrrp_no_swap checker_no_swap bfd_no_swap vrrp_cpu_affinity
      checker_cpu_affinity bfd_cpu_affinity vrrp_rlimit_rttime checker_rlimit_rttime bfd_rlimit_rttime
      vrrp_rlimit_rtime checker_rlimit_rtime bfd_rlimit_rtime umask random_seed reload_time_file reload_repeat
      reload_file include_check config_save_dir tmp_config_directory data_use_instance state_dump_file stats_dump_file
      json_dump_file iproute_usr_dir iproute_etc_dir disable_local_igmp vrrp_min_garp vrrp_garp_extra_if
      vrrp_vmac_garp_intvl vrrp_higher_prio_send_advert vrrp_owner_ignore_adverts vrrp_delay_after_boot
      vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier
      vmac_prefix vmac_addr_prefix rs_init_notifies vrrp_iptables vrrp_ipsets nftables_priority nftables_counters
      nftables_ifindex nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark enable_snmp_keepalived
      enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3 snmp_socket snmp_vs_stats_update_interval
      snmp_rs_stats_update_interval enable_dbus dbus_service_name dbus_no_interface_name vrrp_netlink_cmd_rcv_bufs
      vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force
      lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs
      lvs_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs process_monitor_rcv_bufs_force`,
  },
  vrrp_script: {},
  vrrp_sync_group: {
    P1: "track_file{} track_process{} track_bfd{}",
    P2: "notify_priority_changes notify_deleted",
  },
  vrrp_instance: {
    P0: "virtual_rules{} track_file{}",
    P1: `track_src_ip check_unicast_src use_vmac vmac_xmit_base dont_track_primary no_accept notify_master_rx_lower_pri
      track_process{}`,
    P2: `promote_secondaries unicast_ttl unicast_fault_no_peer old_unicast_checksum vrf use_vmac_addr use_ipvlan
      track_bfd{} kernel_rx_buf_size linkbeat_use_polling debug timer_expired_backup thread_timer_expired
      higher_prio_send_advert owner_ignore_adverts garp_extra_if vmac_garp_intvl notify_deleted notify_priority_changes
      lvs_sync_daemon_interface auth_hmac{}!`,
  },
  authentication: {},
  auth_hmac: { P2: "key active_key anti_replay time_window mode" },
  track_file: { P0: "file", P1: "weight init_file" },
  vrrp_track_process: {
    P1: "process weight",
    P2: "param_match quorum quorum_max fork_delay terminate_delay delay full_command",
  },
  bfd_instance: {
    P2: `neighbor_ip neighbour_ip source_ip min_rx min_tx idle_tx multiplier passive ttl hoplimit max_hops multihop weight
      vrrp checker`,
  },
  track_group: { P2: "group{}" },
  garp_group: { P2: "garp_interval gna_interval interface interfaces{}" },
  virtual_server_group: { P1: "fwmark" },
  virtual_server: {
    P0: `delay_loop lvs_sched lb_algo lvs_method lb_kind protocol real_server{} sorry_server persistence_timeout
      connect_timeout`,
    P1: `persistence_granularity quorum hysteresis quorum_up quorum_down alpha omega retry delay_before_retry warmup
      inhibit_on_failure ha_suspend weight smtp_alert virtualhost`,
    P2: `persistence_engine snmp_name ip_family ops hashed flag-1 flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback
      sorry_server_inhibit sorry_server_lvs_method`,
  },
  real_server: {
    P0: "weight notify_up notify_down TCP_CHECK{} HTTP_GET{} SSL_GET{} SMTP_CHECK{} MISC_CHECK{}",
    P1: `lvs_method inhibit_on_failure uthreshold lthreshold alpha retry delay_before_retry warmup connect_timeout
      delay_loop smtp_alert virtualhost DNS_CHECK{} PING_CHECK{} UDP_CHECK{}`,
    P2: "snmp_name BFD_CHECK{} FILE_CHECK{}",
  },
  TCP_CHECK: {},
  HTTP_GET: {},
  SSL_GET: {},
  SMTP_CHECK: {},
  DNS_CHECK: {},
  MISC_CHECK: {},
  BFD_CHECK: {},
  PING_CHECK: {},
  UDP_CHECK: {},
  FILE_CHECK: {},
  host: {},
  url: {
    P0: "path status_code virtualhost",
    P1: "digest regex regex_no_match",
    P2: "regex_options regex_min_offset regex_max_offset regex_stack tls_compliant",
  },
  SSL: { P2: "password ca certificate key" },
};

/** Accepted keywords by block and name. */
export const acceptedKeywords: ReadonlyMap<ScopeName, ReadonlyMap<string, AcceptedKeyword>> = new Map(
  scopeNames.map((scope) => [scope, parseNames(names[scope])]),
);

function parseNames(byPriority: Names): ReadonlyMap<string, AcceptedKeyword> {
  const keywords = new Map<string, AcceptedKeyword>();
  for (const priority of ["P0", "P1", "P2"] as const) {
    for (const entry of byPriority[priority]?.split(/\s+/u) ?? []) {
      const name = entry.replace(/(\{\})?!?$/u, "");
      if (name !== "") keywords.set(name, { priority, block: entry.includes("{}"), refused: entry.endsWith("!") });
    }
  }
  return keywords;
}
