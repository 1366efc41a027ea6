{{/* What both stand-ins make. Takes a dict: root, and mayastor with the values of Mayastor itself. */}}
{{- define "standin.cores" -}}
{{- if .io_engine.coreList }}{{ join "," .io_engine.coreList }}{{ else }}{{ range $i := untilStep 1 (int (add 1 (int .io_engine.cpuCount))) 1 }}{{ if gt $i 1 }},{{ end }}{{ $i }}{{ end }}{{ end }}
{{- end }}
{{- define "standin.count" -}}
{{- if .io_engine.coreList }}{{ len .io_engine.coreList }}{{ else }}{{ .io_engine.cpuCount }}{{ end }}
{{- end }}
{{- define "standin.meta" }}
  name: {{ .root.Release.Name }}-{{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    app: {{ .name }}
    openebs.io/release: {{ .root.Release.Name }}
{{- end }}
{{- define "standin.select" }}
  selector:
    matchLabels:
      app: {{ .name }}
      openebs.io/release: {{ .root.Release.Name }}
{{- end }}
{{- define "standin.pod" }}
    metadata:
      labels:
        app: {{ .name }}
        openebs.io/release: {{ .root.Release.Name }}
{{- end }}
{{- define "standin.image" -}}
{{ .root.Values.global | default dict | dig "imageRegistry" .mayastor.image.registry }}/{{ .mayastor.image.repo }}/mayastor-{{ .name }}:{{ .mayastor.image.tag }}
{{- end }}

{{- define "standin.engine" }}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
{{- include "standin.meta" (merge (dict "name" "io-engine") .) }}
spec:
{{- include "standin.select" (merge (dict "name" "io-engine") .) }}
  updateStrategy:
    type: OnDelete
  template:
{{- include "standin.pod" (merge (dict "name" "io-engine") .) }}
    spec:
      hostNetwork: true
      nodeSelector: {{ toYaml .mayastor.io_engine.nodeSelector | nindent 8 }}
      containers:
        - name: io-engine
          image: {{ include "standin.image" (merge (dict "name" "io-engine") .) }}
          args:
            - "-l{{ include "standin.cores" .mayastor }}"
            {{- with .mayastor.io_engine.target.nvmf.iface }}
            - "-T={{ . }}"
            {{- end }}
          resources:
            {{- range $kind := list "limits" "requests" }}
            {{- $one := index $.mayastor.io_engine.resources $kind }}
            {{ $kind }}:
              cpu: {{ $one.cpu | default (include "standin.count" $.mayastor) | quote }}
              memory: {{ $one.memory | quote }}
              hugepages-2Mi: {{ $one.hugepages2Mi | quote }}
            {{- end }}
        - name: metrics-exporter-io-engine
          image: {{ include "standin.image" (merge (dict "name" "metrics-exporter-io-engine") .) }}
          ports:
            - name: metrics
              containerPort: 9502
---
apiVersion: v1
kind: Service
metadata:
{{- include "standin.meta" (merge (dict "name" "metrics-exporter-io-engine") .) }}
spec:
  ports:
    - name: metrics
      port: 9502
      targetPort: 9502
  selector:
    app: io-engine
    openebs.io/release: {{ .root.Release.Name }}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
{{- include "standin.meta" (merge (dict "name" "csi-node") .) }}
spec:
{{- include "standin.select" (merge (dict "name" "csi-node") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "csi-node") .) }}
    spec:
      hostNetwork: true
      nodeSelector: {{ toYaml .mayastor.nodeSelector | nindent 8 }}
      {{- if .mayastor.csi.node.initContainers.enabled }}
      initContainers:
        - name: nvme-tcp-probe
          image: {{ .mayastor.image.registry }}/openebs/alpine-sh:4.5.0
          command: ["sh", "-c", "until [ -d /sys/module/nvme_tcp ]; do sleep 60; done"]
      {{- end }}
      containers:
        - name: csi-node
          image: {{ include "standin.image" (merge (dict "name" "csi-node") .) }}
          args:
            {{- $timeout := .mayastor.csi.node.nvme.io_timeout | default (print .mayastor.io_engine.nvme.ioTimeout "10s") }}
            - "--nvme-io-timeout={{ $timeout }}"
            - "--nvme-nr-io-queues={{ include "standin.count" .mayastor }}"
        - name: csi-driver-registrar
          image: {{ .mayastor.csi.image.registry }}/{{ .mayastor.csi.image.repo }}/csi-node-driver-registrar:v2.13.0
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
{{- include "standin.meta" (merge (dict "name" "agent-ha-node") .) }}
spec:
{{- include "standin.select" (merge (dict "name" "agent-ha-node") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "agent-ha-node") .) }}
    spec:
      hostNetwork: true
      nodeSelector: {{ toYaml .mayastor.nodeSelector | nindent 8 }}
      containers:
        - name: agent-ha-node
          image: {{ include "standin.image" (merge (dict "name" "agent-ha-node") .) }}
{{- end }}

{{- define "standin.control" }}
{{- range $name := list "agent-core" "api-rest" "csi-controller" "operator-diskpool" }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
{{- include "standin.meta" (merge (dict "name" $name) $) }}
spec:
  replicas: 1
{{- include "standin.select" (merge (dict "name" $name) $) }}
  template:
{{- include "standin.pod" (merge (dict "name" $name) $) }}
    spec:
      nodeSelector: {{ toYaml $.mayastor.nodeSelector | nindent 8 }}
      containers:
        - name: {{ $name }}
          image: {{ include "standin.image" (merge (dict "name" $name) $) }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
{{- include "standin.meta" (merge (dict "name" "api-rest") .) }}
spec:
  ports:
    - name: http
      port: 8081
      targetPort: 8081
  selector:
    app: api-rest
    openebs.io/release: {{ .root.Release.Name }}
{{- end }}

{{- define "standin.state" }}
{{- with .mayastor.etcd }}
{{- if .enabled }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
{{- include "standin.meta" (merge (dict "name" "etcd") $) }}
spec:
  replicas: {{ .replicaCount }}
  serviceName: {{ $.root.Release.Name }}-etcd-headless
{{- include "standin.select" (merge (dict "name" "etcd") $) }}
  template:
{{- include "standin.pod" (merge (dict "name" "etcd") $) }}
    spec:
      containers:
        - name: etcd
          image: {{ $.root.Values.global | default dict | dig "imageRegistry" .image.registry }}/{{ .image.repository }}:{{ .image.tag }}
          env:
            - name: ETCD_INITIAL_CLUSTER
              value: {{ $.root.Release.Name }}-etcd-0.{{ $.root.Release.Name }}-etcd-headless.{{ $.root.Release.Namespace }}.svc.{{ .clusterDomain }}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: ["ReadWriteOnce"]
        storageClassName: {{ .persistence.storageClass | quote }}
        resources:
          requests:
            storage: {{ .persistence.size | quote }}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: {{ .localpvScConfig.name }}
  annotations:
    openebs.io/cas-type: local
    cas.openebs.io/config: |
      - name: StorageType
        value: "hostpath"
      - name: BasePath
        value: {{ tpl .localpvScConfig.basePath $.root | quote }}
provisioner: openebs.io/local
reclaimPolicy: {{ .localpvScConfig.reclaimPolicy }}
volumeBindingMode: WaitForFirstConsumer
{{- end }}
{{- end }}
{{- if .mayastor.eventing.enabled }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
{{- include "standin.meta" (merge (dict "name" "nats") .) }}
spec:
  replicas: {{ .mayastor.nats.cluster.replicas }}
  serviceName: {{ .root.Release.Name }}-nats
{{- include "standin.select" (merge (dict "name" "nats") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "nats") .) }}
    spec:
      containers:
        - name: nats
          image: {{ .mayastor.nats.nats.image.registry }}/{{ .mayastor.nats.nats.image.repository }}:{{ .mayastor.nats.nats.image.tag }}
{{- end }}
{{- if .mayastor.obs.callhome.enabled }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
{{- include "standin.meta" (merge (dict "name" "obs-callhome") .) }}
spec:
{{- include "standin.select" (merge (dict "name" "obs-callhome") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "obs-callhome") .) }}
    spec:
      containers:
        - name: obs-callhome
          image: {{ include "standin.image" (merge (dict "name" "obs-callhome") .) }}
{{- end }}
{{- if .mayastor.storageClass.enabled }}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: {{ .root.Release.Name }}-{{ .mayastor.storageClass.nameSuffix }}
provisioner: io.openebs.csi-mayastor
parameters:
  protocol: nvmf
  repl: "1"
allowVolumeExpansion: true
{{- end }}
{{- end }}

{{- define "standin.beside" }}
{{- $values := .root.Values }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
{{- include "standin.meta" (merge (dict "name" "localpv-provisioner") .) }}
spec:
{{- include "standin.select" (merge (dict "name" "localpv-provisioner") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "localpv-provisioner") .) }}
    spec:
      containers:
        - name: localpv-provisioner
          {{- with (index $values "localpv-provisioner").localpv }}
          image: {{ .image.registry }}/{{ .image.repository }}:{{ .image.tag }}
          env:
            - name: OPENEBS_IO_BASE_PATH
              value: {{ .basePath | quote }}
          {{- end }}
{{- if $values.loki.enabled }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
{{- include "standin.meta" (merge (dict "name" "loki") .) }}
spec:
  replicas: 3
  serviceName: {{ .root.Release.Name }}-loki
{{- include "standin.select" (merge (dict "name" "loki") .) }}
  template:
{{- include "standin.pod" (merge (dict "name" "loki") .) }}
    spec:
      containers:
        - name: loki
          image: docker.io/grafana/loki:3.4.2
{{- end }}
{{- end }}
