SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
COMMENT ON SCHEMA public IS '';
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answer (
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    value character varying(100) NOT NULL,
    reason character varying(20000) NOT NULL,
    evidence character varying(20000) NOT NULL,
    version integer NOT NULL,
    by character varying(254) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.change (
    chain character varying(32) NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(254) NOT NULL,
    kind character varying(20) NOT NULL,
    mission character varying(100),
    subject character varying(355) NOT NULL,
    before text,
    after text,
    previous character varying(64) NOT NULL,
    hash character varying(64) NOT NULL
);
CREATE TABLE public.comment (
    uid character varying(32) NOT NULL,
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    reply_to character varying(32),
    text character varying(20000) NOT NULL,
    mentions text NOT NULL,
    by character varying(254) NOT NULL,
    at timestamp with time zone NOT NULL,
    resolved_by character varying(254),
    resolved_at timestamp with time zone,
    seq integer NOT NULL
);
CREATE TABLE public.draft (
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    by character varying(254) NOT NULL,
    kind character varying(20) NOT NULL,
    base integer NOT NULL,
    value character varying(100),
    reason character varying(20000) NOT NULL,
    evidence character varying(20000) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.evidence (
    id integer NOT NULL,
    mission_id integer NOT NULL,
    uid character varying(32) NOT NULL,
    question character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    text character varying(20000) NOT NULL,
    file_name character varying(1000),
    media_type character varying(100),
    size integer,
    sha256 character varying(64),
    content bytea,
    by character varying(254) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.evidence_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.evidence_id_seq OWNED BY public.evidence.id;
CREATE TABLE public.head (
    chain character varying(32) NOT NULL,
    seq integer NOT NULL,
    hash character varying(64) NOT NULL
);
CREATE TABLE public.identity (
    issuer character varying(255) NOT NULL,
    subject character varying(255) NOT NULL,
    email character varying(254) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.job (
    id character varying(32) NOT NULL,
    owner character varying(254),
    name character varying(1000) NOT NULL,
    size bigint NOT NULL,
    changed timestamp with time zone NOT NULL,
    state character varying(20) NOT NULL,
    turn integer,
    ordered text,
    former text,
    run character varying(32),
    place character varying(200),
    host character varying(200),
    pid bigint,
    process_start character varying(40),
    lease_until timestamp with time zone,
    progress text,
    outcome text
);
CREATE TABLE public.link (
    mission_id integer NOT NULL,
    other_id integer NOT NULL,
    kind character varying(40) NOT NULL
);
CREATE TABLE public.member (
    email character varying(254) NOT NULL,
    name character varying(1000) NOT NULL,
    administrator boolean NOT NULL
);
CREATE TABLE public.membership (
    review_id integer NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(20) NOT NULL
);
CREATE TABLE public.mission (
    id integer NOT NULL,
    review_id integer NOT NULL,
    code character varying(100) NOT NULL,
    ministry character varying(1000) NOT NULL,
    department character varying(1000) NOT NULL,
    name_th character varying(1000) NOT NULL,
    name_en character varying(1000) NOT NULL,
    description character varying(20000) NOT NULL,
    legal_basis character varying(20000) NOT NULL,
    budget_satang bigint,
    positions integer,
    other_agency character varying(1000) NOT NULL,
    assignee character varying(254),
    version integer NOT NULL,
    ministry_en character varying(1000),
    department_en character varying(1000),
    settled_by character varying(1000),
    dissent character varying(20000),
    details text
);
CREATE SEQUENCE public.mission_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.mission_id_seq OWNED BY public.mission.id;
CREATE TABLE public.notice (
    id integer NOT NULL,
    uid character varying(32) NOT NULL,
    kind character varying(20) NOT NULL,
    email character varying(254) NOT NULL,
    review_id integer,
    mission_id integer,
    facts text NOT NULL,
    day date,
    made timestamp with time zone NOT NULL,
    expires timestamp with time zone NOT NULL,
    due timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    sent timestamp with time zone,
    ended character varying(20)
);
CREATE TABLE public.notice_choice (
    email character varying(254) NOT NULL,
    digest boolean NOT NULL,
    at_once boolean NOT NULL,
    lang character varying(2) NOT NULL
);
CREATE SEQUENCE public.notice_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.notice_id_seq OWNED BY public.notice.id;
CREATE TABLE public.opinion (
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    by character varying(254) NOT NULL,
    value character varying(100) NOT NULL,
    reason character varying(20000) NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.presence (
    process character varying(32) NOT NULL,
    mission_id integer NOT NULL,
    email character varying(254) NOT NULL,
    seen timestamp with time zone NOT NULL
);
CREATE TABLE public.proposal (
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    by character varying(254) NOT NULL,
    base integer NOT NULL,
    value character varying(100) NOT NULL,
    reason character varying(20000) NOT NULL,
    evidence character varying(20000) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.review (
    id integer NOT NULL,
    uid character varying(32) NOT NULL,
    ministry character varying(1000) NOT NULL,
    title_th character varying(1000) NOT NULL,
    title_en character varying(1000) NOT NULL,
    started date NOT NULL,
    chart_id character varying(40) NOT NULL,
    chart_version character varying(40) NOT NULL,
    chart_hash character varying(64) NOT NULL,
    status character varying(20) NOT NULL,
    version integer NOT NULL,
    quorum integer,
    vouched boolean
);
CREATE SEQUENCE public.review_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.review_id_seq OWNED BY public.review.id;
CREATE TABLE public.saved_view (
    review_id integer NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    filters text NOT NULL
);
CREATE TABLE public.settlement (
    mission_id integer NOT NULL,
    question character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    value character varying(100) NOT NULL,
    reason character varying(20000) NOT NULL,
    minority text NOT NULL,
    by character varying(254) NOT NULL,
    seq integer NOT NULL
);
CREATE TABLE public.sign_in (
    id character varying(64) NOT NULL,
    email character varying(254) NOT NULL,
    began timestamp with time zone NOT NULL,
    seen timestamp with time zone NOT NULL,
    ended timestamp with time zone,
    ended_by character varying(254)
);
CREATE TABLE public.sign_off (
    mission_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(254) NOT NULL,
    decision text NOT NULL,
    answers_hash character varying(64) NOT NULL,
    chart character varying(100) NOT NULL,
    chart_hash character varying(64) NOT NULL,
    seq integer NOT NULL
);
CREATE TABLE public.signed_tip (
    chain character varying(32) NOT NULL,
    seq integer NOT NULL,
    key character varying(44) NOT NULL,
    hash character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    signature character varying(88) NOT NULL
);
CREATE TABLE public.token (
    id character varying(64) NOT NULL,
    email character varying(254) NOT NULL,
    by character varying(254) NOT NULL,
    made timestamp with time zone NOT NULL,
    expires timestamp with time zone NOT NULL,
    revoked timestamp with time zone
);
ALTER TABLE ONLY public.evidence ALTER COLUMN id SET DEFAULT nextval('public.evidence_id_seq'::regclass);
ALTER TABLE ONLY public.mission ALTER COLUMN id SET DEFAULT nextval('public.mission_id_seq'::regclass);
ALTER TABLE ONLY public.notice ALTER COLUMN id SET DEFAULT nextval('public.notice_id_seq'::regclass);
ALTER TABLE ONLY public.review ALTER COLUMN id SET DEFAULT nextval('public.review_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0010');
INSERT INTO public.answer VALUES (2, 'necessary', 'yes', '', '', 1, 'admin@example.go.th', '2026-11-21 16:33:31.178764+00');
INSERT INTO public.answer VALUES (2, 'duplicated', 'no', '', '', 1, 'admin@example.go.th', '2026-11-21 16:33:31.178764+00');
INSERT INTO public.answer VALUES (1, 'necessary', 'yes', 'ยุติ', '', 1, 'chair@example.go.th', '2026-11-21 16:33:31.390004+00');
INSERT INTO public.answer VALUES (1, 'duplicated', 'yes', 'ซ้ำ', 'ม. 5', 1, 'malee@example.go.th', '2026-11-21 16:33:31.438518+00');
INSERT INTO public.answer VALUES (1, 'consolidation', 'merge', '', '', 1, 'malee@example.go.th', '2026-11-21 16:33:31.46737+00');
INSERT INTO public.answer VALUES (3, 'necessary', 'yes', 'เปลี่ยน', '', 2, 'malee@example.go.th', '2026-11-21 16:33:31.738974+00');
INSERT INTO public.change VALUES ('office', 1, '2026-11-21 16:33:31.098473+00', 'admin@example.go.th', 'member', NULL, 'admin@example.go.th', NULL, '{"administrator":true,"email":"admin@example.go.th","name":"ผู้ดูแล"}', '0000000000000000000000000000000000000000000000000000000000000000', '0bb0273a7fd3fef5c19a5fa422531ee749dddb83cbb11f4df81302d45d2a12e2');
INSERT INTO public.change VALUES ('office', 2, '2026-11-21 16:33:31.118427+00', 'admin@example.go.th', 'member', NULL, 'chair@example.go.th', NULL, '{"administrator":false,"email":"chair@example.go.th","name":"chair"}', '0bb0273a7fd3fef5c19a5fa422531ee749dddb83cbb11f4df81302d45d2a12e2', 'd356b8ff5204283f6ff77666dc1d79e7d3b60eeb65a7309c9a1038d3e48fac92');
INSERT INTO public.change VALUES ('office', 3, '2026-11-21 16:33:31.131434+00', 'admin@example.go.th', 'member', NULL, 'malee@example.go.th', NULL, '{"administrator":false,"email":"malee@example.go.th","name":"malee"}', 'd356b8ff5204283f6ff77666dc1d79e7d3b60eeb65a7309c9a1038d3e48fac92', 'd1f2e2cf5e81a04c1f27740e503b6790618795a4a632c6166e064e8511bdd394');
INSERT INTO public.change VALUES ('office', 4, '2026-11-21 16:33:31.145965+00', 'admin@example.go.th', 'member', NULL, 'prasert@example.go.th', NULL, '{"administrator":false,"email":"prasert@example.go.th","name":"prasert"}', 'd1f2e2cf5e81a04c1f27740e503b6790618795a4a632c6166e064e8511bdd394', '256193b48b024e4e7dcf113be0c61f8b2161fa1e86f22c3f1f24d9c24c933b0c');
INSERT INTO public.change VALUES ('office', 5, '2026-11-21 16:33:31.155639+00', 'admin@example.go.th', 'member', NULL, 'secretary@example.go.th', NULL, '{"administrator":false,"email":"secretary@example.go.th","name":"secretary"}', '256193b48b024e4e7dcf113be0c61f8b2161fa1e86f22c3f1f24d9c24c933b0c', 'b3ef27f0e30070242c8d67f1cd7b9b3bbe9ed3a7a33757f1325a707a03d903b3');
INSERT INTO public.change VALUES ('office', 6, '2026-11-21 16:33:31.167341+00', 'admin@example.go.th', 'member', NULL, 'stranger@example.go.th', NULL, '{"administrator":false,"email":"stranger@example.go.th","name":"stranger"}', 'b3ef27f0e30070242c8d67f1cd7b9b3bbe9ed3a7a33757f1325a707a03d903b3', '57f92eb5f1073df5dae489da34df518cae38c1d02dc5cef860f0ed8c4e2f660e');
INSERT INTO public.change VALUES ('office', 7, '2026-11-21 16:33:31.175396+00', 'admin@example.go.th', 'review', NULL, '4f190ff2a5f941fabbd7dc8f601d5f7c', NULL, '{"chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","chart_id":"blueprint","chart_version":"1.0.0","ministry":"กระทรวงคมนาคม","started":"2026-08-31","status":"open","title_en":"Review 2026","title_th":"การทบทวนภารกิจ ๒๕๖๙","uid":"4f190ff2a5f941fabbd7dc8f601d5f7c","version":1}', '57f92eb5f1073df5dae489da34df518cae38c1d02dc5cef860f0ed8c4e2f660e', '94e4490826c50c8f628a2c139a3c8ef4e7a60cc1c73b3c3a19561fa4ca685c5d');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 1, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'review', NULL, '', NULL, '{"chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","chart_id":"blueprint","chart_version":"1.0.0","ministry":"กระทรวงคมนาคม","started":"2026-08-31","status":"open","title_en":"Review 2026","title_th":"การทบทวนภารกิจ ๒๕๖๙","uid":"4f190ff2a5f941fabbd7dc8f601d5f7c","version":1}', '0000000000000000000000000000000000000000000000000000000000000000', 'fad1b5efc58ec1c1c15ce2ec54966e6bcca78247c31b45c00bb37150ff47aac5');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 2, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'mission', 'M1', '', NULL, '{"assignee":null,"budget_satang":150000050,"code":"M1","department":"","description":"","legal_basis":"","ministry":"คมนาคม","name_en":"","name_th":"ตรวจสภาพรถ","other_agency":"","positions":7,"version":1}', 'fad1b5efc58ec1c1c15ce2ec54966e6bcca78247c31b45c00bb37150ff47aac5', '11c42e10ed1ab04983d115e1d1d5b1404f879b2d2a266ca377eabe4fd6866d86');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 3, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'mission', 'M2', '', NULL, '{"assignee":null,"budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":1}', '11c42e10ed1ab04983d115e1d1d5b1404f879b2d2a266ca377eabe4fd6866d86', 'aa24745f6277f77b33b98e36fcd4a884e7e2f365dbfd46efebd7b6026ca62ada');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 4, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'answer', 'M2', 'necessary', NULL, '{"at":"2026-11-21T16:33:31.178764+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"yes","version":1}', 'aa24745f6277f77b33b98e36fcd4a884e7e2f365dbfd46efebd7b6026ca62ada', 'f7207d94f5e2df449daf10e47958330d44ca025ee53f5ab3f069a10beedb6c80');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 5, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'answer', 'M2', 'duplicated', NULL, '{"at":"2026-11-21T16:33:31.178764+00:00","by":"admin@example.go.th","evidence":"","question":"duplicated","reason":"","value":"no","version":1}', 'f7207d94f5e2df449daf10e47958330d44ca025ee53f5ab3f069a10beedb6c80', '0fb2a08e9a2c48c445ccb5ccf5cb19f07f01b416e15e88de961c6135e1dc2dd8');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 6, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'mission', 'M3', '', NULL, '{"assignee":null,"budget_satang":null,"code":"M3","department":"","description":"","legal_basis":"","ministry":"","name_en":"","name_th":"งานที่หมดความจำเป็น","other_agency":"","positions":null,"version":1}', '0fb2a08e9a2c48c445ccb5ccf5cb19f07f01b416e15e88de961c6135e1dc2dd8', '909ab710386a522850c0abb52549c0b08f89d0349746059fbf94110e6c2e740e');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 7, '2026-11-21 16:33:31.178764+00', 'admin@example.go.th', 'answer', 'M3', 'necessary', NULL, '{"at":"2026-11-21T16:33:31.178764+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"no","version":1}', '909ab710386a522850c0abb52549c0b08f89d0349746059fbf94110e6c2e740e', '991b2645ef7f840b32ddb847ebbae0caf243aed71e56a7504c9dcb6e73fb4cc9');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 8, '2026-11-21 16:33:31.21741+00', 'admin@example.go.th', 'membership', NULL, 'chair@example.go.th', NULL, '{"email":"chair@example.go.th","role":"chair"}', '991b2645ef7f840b32ddb847ebbae0caf243aed71e56a7504c9dcb6e73fb4cc9', '58088a33bf007e8a4505c7f7a4c5c45d0f17666d411d99e3ec7cec238ae435fb');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 9, '2026-11-21 16:33:31.235506+00', 'admin@example.go.th', 'membership', NULL, 'malee@example.go.th', NULL, '{"email":"malee@example.go.th","role":"member"}', '58088a33bf007e8a4505c7f7a4c5c45d0f17666d411d99e3ec7cec238ae435fb', '1f4cfb90733aeb2f3ece0dccf1c7d72a0915ae576a6cd079c0a6b85b79802dfc');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 10, '2026-11-21 16:33:31.247206+00', 'admin@example.go.th', 'membership', NULL, 'prasert@example.go.th', NULL, '{"email":"prasert@example.go.th","role":"member"}', '1f4cfb90733aeb2f3ece0dccf1c7d72a0915ae576a6cd079c0a6b85b79802dfc', 'a646726c6bcee12ef0f10294bb5868cc381c25f83ca6b20889d5893c46425a0a');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 11, '2026-11-21 16:33:31.285386+00', 'admin@example.go.th', 'membership', NULL, 'secretary@example.go.th', NULL, '{"email":"secretary@example.go.th","role":"secretariat"}', 'a646726c6bcee12ef0f10294bb5868cc381c25f83ca6b20889d5893c46425a0a', 'da591f5ecf3f91694b718f0ef4d067fd594eb5ce49fe61e035005ed97e965ac6');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 12, '2026-11-21 16:33:31.322822+00', 'malee@example.go.th', 'opinion', 'M1', 'necessary/malee@example.go.th', NULL, '{"at":"2026-11-21T16:33:31.322822+00:00","by":"malee@example.go.th","question":"necessary","reason":"<b>malee@example.go.th</b> 🇹🇭","value":"yes","version":1}', 'da591f5ecf3f91694b718f0ef4d067fd594eb5ce49fe61e035005ed97e965ac6', 'd513a06e589b708d95a692eeae373603a4378b5cc6ec9fe71b1733b85762a07a');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 13, '2026-11-21 16:33:31.348879+00', 'prasert@example.go.th', 'opinion', 'M1', 'necessary/prasert@example.go.th', NULL, '{"at":"2026-11-21T16:33:31.348879+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}', 'd513a06e589b708d95a692eeae373603a4378b5cc6ec9fe71b1733b85762a07a', 'a3e5d57f4ebc1e6374499d4e82d56a808fe5cf18b56faab44968ddad9c716123');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 14, '2026-11-21 16:33:31.369685+00', 'chair@example.go.th', 'opinion', 'M1', 'necessary/chair@example.go.th', NULL, '{"at":"2026-11-21T16:33:31.369685+00:00","by":"chair@example.go.th","question":"necessary","reason":"<b>chair@example.go.th</b> 🇹🇭","value":"yes","version":1}', 'a3e5d57f4ebc1e6374499d4e82d56a808fe5cf18b56faab44968ddad9c716123', '16d38fa8d9424f400dc4d26a4aaa981647492b2cca56c95a3ac251475d080826');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 15, '2026-11-21 16:33:31.390004+00', 'chair@example.go.th', 'answer', 'M1', 'necessary', NULL, '{"at":"2026-11-21T16:33:31.390004+00:00","by":"chair@example.go.th","evidence":"","question":"necessary","reason":"ยุติ","value":"yes","version":1}', '16d38fa8d9424f400dc4d26a4aaa981647492b2cca56c95a3ac251475d080826', '03dbe685cee351403bea93917bebd817caf1628000c31953399190c2e98ea4aa');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 16, '2026-11-21 16:33:31.390004+00', 'chair@example.go.th', 'settlement', 'M1', 'necessary/2026-11-21T16:33:31.390004+00:00', NULL, '{"at":"2026-11-21T16:33:31.390004+00:00","by":"chair@example.go.th","minority":[{"at":"2026-11-21T16:33:31.348879+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}],"question":"necessary","reason":"ยุติ","value":"yes"}', '03dbe685cee351403bea93917bebd817caf1628000c31953399190c2e98ea4aa', 'd1a636cc01813751c70194bb38a55010a6205225a2c247d0b0e66c3b43291fb4');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 17, '2026-11-21 16:33:31.438518+00', 'malee@example.go.th', 'answer', 'M1', 'duplicated', NULL, '{"at":"2026-11-21T16:33:31.438518+00:00","by":"malee@example.go.th","evidence":"ม. 5","question":"duplicated","reason":"ซ้ำ","value":"yes","version":1}', 'd1a636cc01813751c70194bb38a55010a6205225a2c247d0b0e66c3b43291fb4', '623bd0a7ef8699f41c2d04763929345f6b7e41146ca319fc12c28d032c908d5b');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 18, '2026-11-21 16:33:31.46737+00', 'malee@example.go.th', 'answer', 'M1', 'consolidation', NULL, '{"at":"2026-11-21T16:33:31.467370+00:00","by":"malee@example.go.th","evidence":"","question":"consolidation","reason":"","value":"merge","version":1}', '623bd0a7ef8699f41c2d04763929345f6b7e41146ca319fc12c28d032c908d5b', '65c7ff3bfb6f0d36ec6528effffbfa5b4bb050f7b92d9f6a782e5d19321d2b70');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 19, '2026-11-21 16:33:31.48876+00', 'malee@example.go.th', 'opinion', 'M2', 'necessary/malee@example.go.th', NULL, '{"at":"2026-11-21T16:33:31.488760+00:00","by":"malee@example.go.th","question":"necessary","reason":"","value":"","version":1}', '65c7ff3bfb6f0d36ec6528effffbfa5b4bb050f7b92d9f6a782e5d19321d2b70', '3ce280d705de272486a14f1adff7d9c0c3f241aca1daa9c8a66cd716a2c544aa');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 20, '2026-11-21 16:33:31.52318+00', 'malee@example.go.th', 'evidence', 'M1', '3b6cd6ea86d143bea54dba7b118b5f6a', NULL, '{"at":"2026-11-21T16:33:31.523180+00:00","by":"malee@example.go.th","file_name":null,"kind":"reference","media_type":null,"question":"duplicated","sha256":null,"size":null,"text":"พ.ร.บ.\nม. 5","uid":"3b6cd6ea86d143bea54dba7b118b5f6a"}', '3ce280d705de272486a14f1adff7d9c0c3f241aca1daa9c8a66cd716a2c544aa', '92c6be10f391d9fe8f312b99de2cf37d8b7a086f7d43c80e7cb5e59823f493d7');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 21, '2026-11-21 16:33:31.551003+00', 'malee@example.go.th', 'evidence', 'M1', '500764224c6245b7829a86963b1b94f0', NULL, '{"at":"2026-11-21T16:33:31.551003+00:00","by":"malee@example.go.th","file_name":null,"kind":"link","media_type":null,"question":"duplicated","sha256":null,"size":null,"text":"https://www.opdc.go.th/?a=1&b=2","uid":"500764224c6245b7829a86963b1b94f0"}', '92c6be10f391d9fe8f312b99de2cf37d8b7a086f7d43c80e7cb5e59823f493d7', 'ad6a4740b28e3e36fee0a341f490c9bab4b4d8b92e4e2631b89b00a138909148');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 22, '2026-11-21 16:33:31.5672+00', 'malee@example.go.th', 'evidence', 'M1', '570fd23132a541e8be1ee348d6fad1b3', NULL, '{"at":"2026-11-21T16:33:31.567200+00:00","by":"malee@example.go.th","file_name":"ลบแล้ว.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"","uid":"570fd23132a541e8be1ee348d6fad1b3"}', 'ad6a4740b28e3e36fee0a341f490c9bab4b4d8b92e4e2631b89b00a138909148', '07b69d6593e10387b05c41097f154af87deb1ad42d1de169c98016b0ee7070ec');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 23, '2026-11-21 16:33:31.596049+00', 'malee@example.go.th', 'evidence', 'M1', '9e0bade1e4664f679f75041a3ccd9404', NULL, '{"at":"2026-11-21T16:33:31.596049+00:00","by":"malee@example.go.th","file_name":"คำสั่ง.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"คำสั่ง","uid":"9e0bade1e4664f679f75041a3ccd9404"}', '07b69d6593e10387b05c41097f154af87deb1ad42d1de169c98016b0ee7070ec', 'b665607b54cd230c2c73c3ac8d797b630bc1dee2fc44ea6addcbf24785bb6db7');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 24, '2026-11-21 16:33:31.623446+00', 'chair@example.go.th', 'evidence', 'M1', '570fd23132a541e8be1ee348d6fad1b3', '{"at":"2026-11-21T16:33:31.567200+00:00","by":"malee@example.go.th","file_name":"ลบแล้ว.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"","uid":"570fd23132a541e8be1ee348d6fad1b3"}', NULL, 'b665607b54cd230c2c73c3ac8d797b630bc1dee2fc44ea6addcbf24785bb6db7', '29c0797e3478d2b9011a42371f3573e609baeb46eb753434a67e04817d9c2acd');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 25, '2026-11-21 16:33:31.639043+00', 'malee@example.go.th', 'link', 'M1', 'M2', NULL, '{"kind":"merge"}', '29c0797e3478d2b9011a42371f3573e609baeb46eb753434a67e04817d9c2acd', '049c52bf632b3848b251f42afb73d676d9d4fda14fc019ecff7c0cae1710c1b3');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 26, '2026-11-21 16:33:31.653425+00', 'admin@example.go.th', 'mission', 'M2', '', '{"assignee":null,"budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":1}', '{"assignee":"prasert@example.go.th","budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":2}', '049c52bf632b3848b251f42afb73d676d9d4fda14fc019ecff7c0cae1710c1b3', 'f29820d75993a9c53790ce450c036d55e9ad6310b7e4fcbd446ccd76d78a2d9f');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 27, '2026-11-21 16:33:31.695416+00', 'chair@example.go.th', 'sign_off', 'M1', '2026-11-21T16:33:31.695416+00:00', NULL, '{"answers_hash":"a6e05c3b1505b9c369dd70219ee02d2b37f2b51055d24219ec4698fff07fef8e","at":"2026-11-21T16:33:31.695416+00:00","by":"chair@example.go.th","chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","decision":{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"merge","exit_question":"duplicated","next_question":null,"open_details":[],"path":[{"answer":"yes","question":"necessary"},{"answer":"yes","question":"duplicated"},{"answer":"merge","question":"consolidation"}],"possible":["merge"],"status":"decided","sub_form":null,"unused":[]}}', 'f29820d75993a9c53790ce450c036d55e9ad6310b7e4fcbd446ccd76d78a2d9f', '4948fbda9766ebe2180330293daa76e14999d129081b6e10225393f23b9e3e12');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 28, '2026-11-21 16:33:31.695416+00', 'chair@example.go.th', 'sign_off', 'M3', '2026-11-21T16:33:31.695416+00:00', NULL, '{"answers_hash":"beeda0686da063603aa21267581f7849e8aa9c0b6a3a2256c15096ae68d0f07c","at":"2026-11-21T16:33:31.695416+00:00","by":"chair@example.go.th","chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","decision":{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"cancel","exit_question":"necessary","next_question":null,"open_details":[],"path":[{"answer":"no","question":"necessary"}],"possible":["cancel"],"status":"decided","sub_form":null,"unused":[]}}', '4948fbda9766ebe2180330293daa76e14999d129081b6e10225393f23b9e3e12', 'aac4a08f8d35f70f8d5eedfb4b0cb29b21ceecfdf071474c1d5498af15ae5259');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 29, '2026-11-21 16:33:31.738974+00', 'malee@example.go.th', 'answer', 'M3', 'necessary', '{"at":"2026-11-21T16:33:31.178764+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"no","version":1}', '{"at":"2026-11-21T16:33:31.738974+00:00","by":"malee@example.go.th","evidence":"","question":"necessary","reason":"เปลี่ยน","value":"yes","version":2}', 'aac4a08f8d35f70f8d5eedfb4b0cb29b21ceecfdf071474c1d5498af15ae5259', '3afc11967843188604dd749c30bc0e9590a03de91e44c18bfdb7b08dea22f72c');
INSERT INTO public.change VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 30, '2026-11-21 16:33:31.760099+00', 'admin@example.go.th', 'membership', NULL, 'prasert@example.go.th', '{"email":"prasert@example.go.th","role":"member"}', NULL, '3afc11967843188604dd749c30bc0e9590a03de91e44c18bfdb7b08dea22f72c', '78c6335d36f268f133f82966d9ef9308e0811106265d50c98e8654a670524493');
INSERT INTO public.draft VALUES (2, 'core', 'prasert@example.go.th', 'answer', 0, NULL, 'พิมพ์ค้างไว้', '', '2026-11-21 16:33:31.508133+00');
INSERT INTO public.evidence VALUES (1, 1, '3b6cd6ea86d143bea54dba7b118b5f6a', 'duplicated', 'reference', 'พ.ร.บ.
ม. 5', NULL, NULL, NULL, NULL, NULL, 'malee@example.go.th', '2026-11-21 16:33:31.52318+00');
INSERT INTO public.evidence VALUES (2, 1, '500764224c6245b7829a86963b1b94f0', 'duplicated', 'link', 'https://www.opdc.go.th/?a=1&b=2', NULL, NULL, NULL, NULL, NULL, 'malee@example.go.th', '2026-11-21 16:33:31.551003+00');
INSERT INTO public.evidence VALUES (4, 1, '9e0bade1e4664f679f75041a3ccd9404', 'duplicated', 'file', 'คำสั่ง', 'คำสั่ง.pdf', 'application/pdf', 21, '43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50', '\x255044462d312e370a00ff80206e6f742074657874', 'malee@example.go.th', '2026-11-21 16:33:31.596049+00');
INSERT INTO public.head VALUES ('office', 7, '94e4490826c50c8f628a2c139a3c8ef4e7a60cc1c73b3c3a19561fa4ca685c5d');
INSERT INTO public.head VALUES ('4f190ff2a5f941fabbd7dc8f601d5f7c', 30, '78c6335d36f268f133f82966d9ef9308e0811106265d50c98e8654a670524493');
INSERT INTO public.link VALUES (1, 2, 'merge');
INSERT INTO public.member VALUES ('admin@example.go.th', 'ผู้ดูแล', true);
INSERT INTO public.member VALUES ('chair@example.go.th', 'chair', false);
INSERT INTO public.member VALUES ('malee@example.go.th', 'malee', false);
INSERT INTO public.member VALUES ('prasert@example.go.th', 'prasert', false);
INSERT INTO public.member VALUES ('secretary@example.go.th', 'secretary', false);
INSERT INTO public.member VALUES ('stranger@example.go.th', 'stranger', false);
INSERT INTO public.membership VALUES (1, 'chair@example.go.th', 'chair');
INSERT INTO public.membership VALUES (1, 'malee@example.go.th', 'member');
INSERT INTO public.membership VALUES (1, 'secretary@example.go.th', 'secretariat');
INSERT INTO public.mission VALUES (1, 1, 'M1', 'คมนาคม', '', 'ตรวจสภาพรถ', '', '', '', 150000050, 7, '', NULL, 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.mission VALUES (3, 1, 'M3', '', '', 'งานที่หมดความจำเป็น', '', '', '', NULL, NULL, '', NULL, 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.mission VALUES (2, 1, 'M2', '', '', 'พิมพ์ราชกิจจานุเบกษา', 'Printing', '', '', NULL, NULL, '', 'prasert@example.go.th', 2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.opinion VALUES (1, 'necessary', 'malee@example.go.th', 'yes', '<b>malee@example.go.th</b> 🇹🇭', 1, '2026-11-21 16:33:31.322822+00');
INSERT INTO public.opinion VALUES (1, 'necessary', 'prasert@example.go.th', 'no', '<b>prasert@example.go.th</b> 🇹🇭', 1, '2026-11-21 16:33:31.348879+00');
INSERT INTO public.opinion VALUES (1, 'necessary', 'chair@example.go.th', 'yes', '<b>chair@example.go.th</b> 🇹🇭', 1, '2026-11-21 16:33:31.369685+00');
INSERT INTO public.opinion VALUES (2, 'necessary', 'malee@example.go.th', '', '', 1, '2026-11-21 16:33:31.48876+00');
INSERT INTO public.review VALUES (1, '4f190ff2a5f941fabbd7dc8f601d5f7c', 'กระทรวงคมนาคม', 'การทบทวนภารกิจ ๒๕๖๙', 'Review 2026', '2026-08-31', 'blueprint', '1.0.0', '2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe', 'open', 1, NULL, NULL);
INSERT INTO public.settlement VALUES (1, 'necessary', '2026-11-21 16:33:31.390004+00', 'yes', 'ยุติ', '[{"at":"2026-11-21T16:33:31.348879+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}]', 'chair@example.go.th', 16);
INSERT INTO public.sign_off VALUES (1, '2026-11-21 16:33:31.695416+00', 'chair@example.go.th', '{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"merge","exit_question":"duplicated","next_question":null,"open_details":[],"path":[{"answer":"yes","question":"necessary"},{"answer":"yes","question":"duplicated"},{"answer":"merge","question":"consolidation"}],"possible":["merge"],"status":"decided","sub_form":null,"unused":[]}', 'a6e05c3b1505b9c369dd70219ee02d2b37f2b51055d24219ec4698fff07fef8e', 'blueprint@1.0.0#2ea9809e', '2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe', 27);
INSERT INTO public.sign_off VALUES (3, '2026-11-21 16:33:31.695416+00', 'chair@example.go.th', '{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"cancel","exit_question":"necessary","next_question":null,"open_details":[],"path":[{"answer":"no","question":"necessary"}],"possible":["cancel"],"status":"decided","sub_form":null,"unused":[]}', 'beeda0686da063603aa21267581f7849e8aa9c0b6a3a2256c15096ae68d0f07c', 'blueprint@1.0.0#2ea9809e', '2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe', 28);
SELECT pg_catalog.setval('public.evidence_id_seq', 4, true);
SELECT pg_catalog.setval('public.mission_id_seq', 3, true);
SELECT pg_catalog.setval('public.notice_id_seq', 1, false);
SELECT pg_catalog.setval('public.review_id_seq', 1, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT pk_answer PRIMARY KEY (mission_id, question);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT pk_change PRIMARY KEY (chain, seq);
ALTER TABLE ONLY public.comment
    ADD CONSTRAINT pk_comment PRIMARY KEY (uid);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT pk_draft PRIMARY KEY (mission_id, question, by, kind);
ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT pk_evidence PRIMARY KEY (id);
ALTER TABLE ONLY public.head
    ADD CONSTRAINT pk_head PRIMARY KEY (chain);
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT pk_identity PRIMARY KEY (issuer, subject);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT pk_job PRIMARY KEY (id);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT pk_link PRIMARY KEY (mission_id, other_id);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT pk_member PRIMARY KEY (email);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT pk_membership PRIMARY KEY (review_id, email);
ALTER TABLE ONLY public.mission
    ADD CONSTRAINT pk_mission PRIMARY KEY (id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT pk_notice PRIMARY KEY (id);
ALTER TABLE ONLY public.notice_choice
    ADD CONSTRAINT pk_notice_choice PRIMARY KEY (email);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT pk_opinion PRIMARY KEY (mission_id, question, by);
ALTER TABLE ONLY public.presence
    ADD CONSTRAINT pk_presence PRIMARY KEY (process, mission_id, email);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT pk_proposal PRIMARY KEY (mission_id, question, by);
ALTER TABLE ONLY public.review
    ADD CONSTRAINT pk_review PRIMARY KEY (id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT pk_saved_view PRIMARY KEY (review_id, email, name);
ALTER TABLE ONLY public.settlement
    ADD CONSTRAINT pk_settlement PRIMARY KEY (mission_id, question, at);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT pk_sign_in PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_off
    ADD CONSTRAINT pk_sign_off PRIMARY KEY (mission_id, at);
ALTER TABLE ONLY public.signed_tip
    ADD CONSTRAINT pk_signed_tip PRIMARY KEY (chain, seq, key);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT pk_token PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT uq_evidence_uid UNIQUE (uid);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT uq_job_place UNIQUE (place);
ALTER TABLE ONLY public.mission
    ADD CONSTRAINT uq_mission_review_id UNIQUE (review_id, code);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT uq_notice_email UNIQUE (email, day);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT uq_notice_uid UNIQUE (uid);
ALTER TABLE ONLY public.review
    ADD CONSTRAINT uq_review_uid UNIQUE (uid);
CREATE INDEX ix_change_mission ON public.change USING btree (chain, mission, seq);
CREATE INDEX ix_comment_mission_id ON public.comment USING btree (mission_id);
CREATE INDEX ix_evidence_mission_id ON public.evidence USING btree (mission_id);
CREATE INDEX ix_identity_email ON public.identity USING btree (email);
CREATE INDEX ix_job_owner ON public.job USING btree (owner);
CREATE INDEX ix_job_state ON public.job USING btree (state);
CREATE INDEX ix_link_other_id ON public.link USING btree (other_id);
CREATE INDEX ix_membership_email ON public.membership USING btree (email);
CREATE INDEX ix_sign_in_email ON public.sign_in USING btree (email);
CREATE INDEX ix_token_email ON public.token USING btree (email);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT fk_answer_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.comment
    ADD CONSTRAINT fk_comment_by FOREIGN KEY (by) REFERENCES public.member(email);
ALTER TABLE ONLY public.comment
    ADD CONSTRAINT fk_comment_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_by FOREIGN KEY (by) REFERENCES public.member(email);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT fk_evidence_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.identity
    ADD CONSTRAINT fk_identity_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT fk_link_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT fk_link_other_id FOREIGN KEY (other_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_review_id FOREIGN KEY (review_id) REFERENCES public.review(id);
ALTER TABLE ONLY public.mission
    ADD CONSTRAINT fk_mission_assignee FOREIGN KEY (assignee) REFERENCES public.member(email);
ALTER TABLE ONLY public.mission
    ADD CONSTRAINT fk_mission_review_id FOREIGN KEY (review_id) REFERENCES public.review(id);
ALTER TABLE ONLY public.notice_choice
    ADD CONSTRAINT fk_notice_choice_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT fk_notice_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT fk_notice_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT fk_notice_review_id FOREIGN KEY (review_id) REFERENCES public.review(id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT fk_opinion_by FOREIGN KEY (by) REFERENCES public.member(email);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT fk_opinion_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.presence
    ADD CONSTRAINT fk_presence_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.presence
    ADD CONSTRAINT fk_presence_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT fk_proposal_by FOREIGN KEY (by) REFERENCES public.member(email);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT fk_proposal_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT fk_saved_view_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT fk_saved_view_review_id FOREIGN KEY (review_id) REFERENCES public.review(id);
ALTER TABLE ONLY public.settlement
    ADD CONSTRAINT fk_settlement_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT fk_sign_in_email FOREIGN KEY (email) REFERENCES public.member(email);
ALTER TABLE ONLY public.sign_off
    ADD CONSTRAINT fk_sign_off_mission_id FOREIGN KEY (mission_id) REFERENCES public.mission(id);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT fk_token_email FOREIGN KEY (email) REFERENCES public.member(email);
