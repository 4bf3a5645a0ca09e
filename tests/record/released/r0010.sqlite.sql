BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE answer (
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	reason VARCHAR(20000) NOT NULL, 
	evidence VARCHAR(20000) NOT NULL, 
	version INTEGER NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_answer PRIMARY KEY (mission_id, question), 
	CONSTRAINT fk_answer_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "answer" VALUES(2,'necessary','yes','','',1,'admin@example.go.th','2026-11-21 16:33:27.957868');
INSERT INTO "answer" VALUES(2,'duplicated','no','','',1,'admin@example.go.th','2026-11-21 16:33:27.957868');
INSERT INTO "answer" VALUES(3,'necessary','yes','เปลี่ยน','',2,'malee@example.go.th','2026-11-21 16:33:28.744307');
INSERT INTO "answer" VALUES(1,'necessary','yes','ยุติ','',1,'chair@example.go.th','2026-11-21 16:33:28.332568');
INSERT INTO "answer" VALUES(1,'duplicated','yes','ซ้ำ','ม. 5',1,'malee@example.go.th','2026-11-21 16:33:28.359863');
INSERT INTO "answer" VALUES(1,'consolidation','merge','','',1,'malee@example.go.th','2026-11-21 16:33:28.388429');
CREATE TABLE change (
	chain VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	mission VARCHAR(100), 
	subject VARCHAR(355) NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (chain, seq)
);
INSERT INTO "change" VALUES('office',1,'2026-11-21 16:33:27.822120','admin@example.go.th','member',NULL,'admin@example.go.th',NULL,'{"administrator":true,"email":"admin@example.go.th","name":"ผู้ดูแล"}','0000000000000000000000000000000000000000000000000000000000000000','90f998c4f9c7650e510d823dff4958612dbbf709a68931368993b0c3dd7f6076');
INSERT INTO "change" VALUES('office',2,'2026-11-21 16:33:27.868095','admin@example.go.th','member',NULL,'chair@example.go.th',NULL,'{"administrator":false,"email":"chair@example.go.th","name":"chair"}','90f998c4f9c7650e510d823dff4958612dbbf709a68931368993b0c3dd7f6076','cdba6d1357f5b29321b8e3d0d701f0f6de154e753707b0b3dfeb5eac05fde2d9');
INSERT INTO "change" VALUES('office',3,'2026-11-21 16:33:27.887708','admin@example.go.th','member',NULL,'malee@example.go.th',NULL,'{"administrator":false,"email":"malee@example.go.th","name":"malee"}','cdba6d1357f5b29321b8e3d0d701f0f6de154e753707b0b3dfeb5eac05fde2d9','a454587f91ac63836274caecffddcfd23ff540e60640f80ba008eb07014d0dda');
INSERT INTO "change" VALUES('office',4,'2026-11-21 16:33:27.895250','admin@example.go.th','member',NULL,'prasert@example.go.th',NULL,'{"administrator":false,"email":"prasert@example.go.th","name":"prasert"}','a454587f91ac63836274caecffddcfd23ff540e60640f80ba008eb07014d0dda','8ce6ea9931bdc34af2c81d8786534ea79fb111e7424f4df7878f845d505c0a31');
INSERT INTO "change" VALUES('office',5,'2026-11-21 16:33:27.915765','admin@example.go.th','member',NULL,'secretary@example.go.th',NULL,'{"administrator":false,"email":"secretary@example.go.th","name":"secretary"}','8ce6ea9931bdc34af2c81d8786534ea79fb111e7424f4df7878f845d505c0a31','d2a6206f370692ee940742525b0195c4330fcd0a7bb9f67c4a81f23bf066a35d');
INSERT INTO "change" VALUES('office',6,'2026-11-21 16:33:27.931787','admin@example.go.th','member',NULL,'stranger@example.go.th',NULL,'{"administrator":false,"email":"stranger@example.go.th","name":"stranger"}','d2a6206f370692ee940742525b0195c4330fcd0a7bb9f67c4a81f23bf066a35d','a50be76838fdcb2ef630ec821ad1fb2b26bb3dc83eaf4fc0ba28f692a63e27df');
INSERT INTO "change" VALUES('office',7,'2026-11-21 16:33:27.956010','admin@example.go.th','review',NULL,'09b10004d57043a4af77c80718f353c2',NULL,'{"chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","chart_id":"blueprint","chart_version":"1.0.0","ministry":"กระทรวงคมนาคม","started":"2026-08-31","status":"open","title_en":"Review 2026","title_th":"การทบทวนภารกิจ ๒๕๖๙","uid":"09b10004d57043a4af77c80718f353c2","version":1}','a50be76838fdcb2ef630ec821ad1fb2b26bb3dc83eaf4fc0ba28f692a63e27df','dd921ecff374b7b730444f94f240e2749b22243ae2df6ac356faf098b5993eab');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',1,'2026-11-21 16:33:27.957868','admin@example.go.th','review',NULL,'',NULL,'{"chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","chart_id":"blueprint","chart_version":"1.0.0","ministry":"กระทรวงคมนาคม","started":"2026-08-31","status":"open","title_en":"Review 2026","title_th":"การทบทวนภารกิจ ๒๕๖๙","uid":"09b10004d57043a4af77c80718f353c2","version":1}','0000000000000000000000000000000000000000000000000000000000000000','f63f59799e7a8f3643deca01f43b740dce1bd27bf8353e7f542b45011a09e6d0');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',2,'2026-11-21 16:33:27.957868','admin@example.go.th','mission','M1','',NULL,'{"assignee":null,"budget_satang":150000050,"code":"M1","department":"","description":"","legal_basis":"","ministry":"คมนาคม","name_en":"","name_th":"ตรวจสภาพรถ","other_agency":"","positions":7,"version":1}','f63f59799e7a8f3643deca01f43b740dce1bd27bf8353e7f542b45011a09e6d0','840038b5066190c31af4a19ab5bfbc8fded936a46705ce5949798d9e7e6c1c1e');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',3,'2026-11-21 16:33:27.957868','admin@example.go.th','mission','M2','',NULL,'{"assignee":null,"budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":1}','840038b5066190c31af4a19ab5bfbc8fded936a46705ce5949798d9e7e6c1c1e','c784099d7b29c5ca8ae2e0bb94d577cb45b258fa525569e6843dffa4a60e1d3a');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',4,'2026-11-21 16:33:27.957868','admin@example.go.th','answer','M2','necessary',NULL,'{"at":"2026-11-21T16:33:27.957868+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"yes","version":1}','c784099d7b29c5ca8ae2e0bb94d577cb45b258fa525569e6843dffa4a60e1d3a','2e047ac88a28566eedf55490b309e77b1feb742136f74afd3242ec1126df1857');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',5,'2026-11-21 16:33:27.957868','admin@example.go.th','answer','M2','duplicated',NULL,'{"at":"2026-11-21T16:33:27.957868+00:00","by":"admin@example.go.th","evidence":"","question":"duplicated","reason":"","value":"no","version":1}','2e047ac88a28566eedf55490b309e77b1feb742136f74afd3242ec1126df1857','b823d2707bb75c4c4f1b0ead4330e1825e16bab0c9293e6b7acf07592e4ab06a');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',6,'2026-11-21 16:33:27.957868','admin@example.go.th','mission','M3','',NULL,'{"assignee":null,"budget_satang":null,"code":"M3","department":"","description":"","legal_basis":"","ministry":"","name_en":"","name_th":"งานที่หมดความจำเป็น","other_agency":"","positions":null,"version":1}','b823d2707bb75c4c4f1b0ead4330e1825e16bab0c9293e6b7acf07592e4ab06a','fb109d06f190f1bcf2191401e3d391cec3ae10f4f6a497e295813c14b8c5f52e');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',7,'2026-11-21 16:33:27.957868','admin@example.go.th','answer','M3','necessary',NULL,'{"at":"2026-11-21T16:33:27.957868+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"no","version":1}','fb109d06f190f1bcf2191401e3d391cec3ae10f4f6a497e295813c14b8c5f52e','602e8364e24b0cdb733358b178fe46842f210a96960800e61e05eeee03d0e054');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',8,'2026-11-21 16:33:28.040303','admin@example.go.th','membership',NULL,'chair@example.go.th',NULL,'{"email":"chair@example.go.th","role":"chair"}','602e8364e24b0cdb733358b178fe46842f210a96960800e61e05eeee03d0e054','6c887dea1a0df5c95e9643b8b9e3dd8248c0e9a38d92284b855a47261da480b9');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',9,'2026-11-21 16:33:28.096119','admin@example.go.th','membership',NULL,'malee@example.go.th',NULL,'{"email":"malee@example.go.th","role":"member"}','6c887dea1a0df5c95e9643b8b9e3dd8248c0e9a38d92284b855a47261da480b9','1bb14c4e790b31e743bd0b17ac512f0caf6982a31f8556fd74584babd03d3b48');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',10,'2026-11-21 16:33:28.109017','admin@example.go.th','membership',NULL,'prasert@example.go.th',NULL,'{"email":"prasert@example.go.th","role":"member"}','1bb14c4e790b31e743bd0b17ac512f0caf6982a31f8556fd74584babd03d3b48','40263cf9ea039b41c2f8f3e64a0e7392f943ad8ab6509961fd0ec2fd87f08dc7');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',11,'2026-11-21 16:33:28.128003','admin@example.go.th','membership',NULL,'secretary@example.go.th',NULL,'{"email":"secretary@example.go.th","role":"secretariat"}','40263cf9ea039b41c2f8f3e64a0e7392f943ad8ab6509961fd0ec2fd87f08dc7','4ee85cc80b625e460d9d82a7e03735b9d9cdfb46c5e6e643213972c0232ae6bd');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',12,'2026-11-21 16:33:28.164941','malee@example.go.th','opinion','M1','necessary/malee@example.go.th',NULL,'{"at":"2026-11-21T16:33:28.164941+00:00","by":"malee@example.go.th","question":"necessary","reason":"<b>malee@example.go.th</b> 🇹🇭","value":"yes","version":1}','4ee85cc80b625e460d9d82a7e03735b9d9cdfb46c5e6e643213972c0232ae6bd','4b0718ad4f317043f7259b19e829f51e3ce6be7f1ac99b68d301fb4e1b320394');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',13,'2026-11-21 16:33:28.279727','prasert@example.go.th','opinion','M1','necessary/prasert@example.go.th',NULL,'{"at":"2026-11-21T16:33:28.279727+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}','4b0718ad4f317043f7259b19e829f51e3ce6be7f1ac99b68d301fb4e1b320394','569a86d68e796fb3432eab6bee80b6c95f0337f0e008e4142e9646a68ea0f471');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',14,'2026-11-21 16:33:28.300417','chair@example.go.th','opinion','M1','necessary/chair@example.go.th',NULL,'{"at":"2026-11-21T16:33:28.300417+00:00","by":"chair@example.go.th","question":"necessary","reason":"<b>chair@example.go.th</b> 🇹🇭","value":"yes","version":1}','569a86d68e796fb3432eab6bee80b6c95f0337f0e008e4142e9646a68ea0f471','5a6b77aa58e78b648346bfadcf2d56d9e0e4ac36ab8ed67ac03f874e2c484e1c');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',15,'2026-11-21 16:33:28.332568','chair@example.go.th','answer','M1','necessary',NULL,'{"at":"2026-11-21T16:33:28.332568+00:00","by":"chair@example.go.th","evidence":"","question":"necessary","reason":"ยุติ","value":"yes","version":1}','5a6b77aa58e78b648346bfadcf2d56d9e0e4ac36ab8ed67ac03f874e2c484e1c','42593eaf959740ce89bedca6cd75995d6ca2b969201bbdb81408910e4ea03168');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',16,'2026-11-21 16:33:28.332568','chair@example.go.th','settlement','M1','necessary/2026-11-21T16:33:28.332568+00:00',NULL,'{"at":"2026-11-21T16:33:28.332568+00:00","by":"chair@example.go.th","minority":[{"at":"2026-11-21T16:33:28.279727+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}],"question":"necessary","reason":"ยุติ","value":"yes"}','42593eaf959740ce89bedca6cd75995d6ca2b969201bbdb81408910e4ea03168','f4e4c1d19c338a23b41d1cd4acd072e8bebcf55100a8abb39f2df2e0551581d2');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',17,'2026-11-21 16:33:28.359863','malee@example.go.th','answer','M1','duplicated',NULL,'{"at":"2026-11-21T16:33:28.359863+00:00","by":"malee@example.go.th","evidence":"ม. 5","question":"duplicated","reason":"ซ้ำ","value":"yes","version":1}','f4e4c1d19c338a23b41d1cd4acd072e8bebcf55100a8abb39f2df2e0551581d2','41bfcd48b714c74c0de4ced9b6748471fdb7f8738ee0549a21fd8b158baf83e6');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',18,'2026-11-21 16:33:28.388429','malee@example.go.th','answer','M1','consolidation',NULL,'{"at":"2026-11-21T16:33:28.388429+00:00","by":"malee@example.go.th","evidence":"","question":"consolidation","reason":"","value":"merge","version":1}','41bfcd48b714c74c0de4ced9b6748471fdb7f8738ee0549a21fd8b158baf83e6','94f8c013c3f33dc4d14c4b98ad7ade00d7230bc3e95c99c810e65af71bd26a89');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',19,'2026-11-21 16:33:28.402023','malee@example.go.th','opinion','M2','necessary/malee@example.go.th',NULL,'{"at":"2026-11-21T16:33:28.402023+00:00","by":"malee@example.go.th","question":"necessary","reason":"","value":"","version":1}','94f8c013c3f33dc4d14c4b98ad7ade00d7230bc3e95c99c810e65af71bd26a89','0c326464b330072d67eb8ed2f08809b54a7b33b3386d18965c79730c73680f67');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',20,'2026-11-21 16:33:28.443447','malee@example.go.th','evidence','M1','51e92a7aa9dd4b82a057fcc3dbf9fb06',NULL,'{"at":"2026-11-21T16:33:28.443447+00:00","by":"malee@example.go.th","file_name":null,"kind":"reference","media_type":null,"question":"duplicated","sha256":null,"size":null,"text":"พ.ร.บ.\nม. 5","uid":"51e92a7aa9dd4b82a057fcc3dbf9fb06"}','0c326464b330072d67eb8ed2f08809b54a7b33b3386d18965c79730c73680f67','5ea75dc75e748b92df6d7a0031775e283a5b2a929fa1fedbb63bf0fc0122a2f0');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',21,'2026-11-21 16:33:28.484392','malee@example.go.th','evidence','M1','b71a66b8807c41efb0c384a02f408f16',NULL,'{"at":"2026-11-21T16:33:28.484392+00:00","by":"malee@example.go.th","file_name":null,"kind":"link","media_type":null,"question":"duplicated","sha256":null,"size":null,"text":"https://www.opdc.go.th/?a=1&b=2","uid":"b71a66b8807c41efb0c384a02f408f16"}','5ea75dc75e748b92df6d7a0031775e283a5b2a929fa1fedbb63bf0fc0122a2f0','f88134d205c27985a21ab055bb50f2bf359ac139d046b3c43f5e06e60bc06eff');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',22,'2026-11-21 16:33:28.544352','malee@example.go.th','evidence','M1','99b28e6e8ce84786bf133a3bb3d437c2',NULL,'{"at":"2026-11-21T16:33:28.544352+00:00","by":"malee@example.go.th","file_name":"ลบแล้ว.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"","uid":"99b28e6e8ce84786bf133a3bb3d437c2"}','f88134d205c27985a21ab055bb50f2bf359ac139d046b3c43f5e06e60bc06eff','84a89868a9b80651df7ef4a454965c4a05655c398c2f16a3d02a59dd329209f9');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',23,'2026-11-21 16:33:28.613260','malee@example.go.th','evidence','M1','094924a39a154add982f05b64c758931',NULL,'{"at":"2026-11-21T16:33:28.613260+00:00","by":"malee@example.go.th","file_name":"คำสั่ง.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"คำสั่ง","uid":"094924a39a154add982f05b64c758931"}','84a89868a9b80651df7ef4a454965c4a05655c398c2f16a3d02a59dd329209f9','6d96b8b4b2b75d3e0dfd4831b2c4a86a4f0efa8631e622cb518b8076a13b03c0');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',24,'2026-11-21 16:33:28.632335','chair@example.go.th','evidence','M1','99b28e6e8ce84786bf133a3bb3d437c2','{"at":"2026-11-21T16:33:28.544352+00:00","by":"malee@example.go.th","file_name":"ลบแล้ว.pdf","kind":"file","media_type":"application/pdf","question":"duplicated","sha256":"43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50","size":21,"text":"","uid":"99b28e6e8ce84786bf133a3bb3d437c2"}',NULL,'6d96b8b4b2b75d3e0dfd4831b2c4a86a4f0efa8631e622cb518b8076a13b03c0','a6e097286d504dc6b8b6b02c863a3c6346381f66341817620620a2e76a28f851');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',25,'2026-11-21 16:33:28.644369','malee@example.go.th','link','M1','M2',NULL,'{"kind":"merge"}','a6e097286d504dc6b8b6b02c863a3c6346381f66341817620620a2e76a28f851','64f2496531c1bd16300aa67654ea63c6743b4e0ba6333627e5dcfeabeba67947');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',26,'2026-11-21 16:33:28.649917','admin@example.go.th','mission','M2','','{"assignee":null,"budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":1}','{"assignee":"prasert@example.go.th","budget_satang":null,"code":"M2","department":"","description":"","legal_basis":"","ministry":"","name_en":"Printing","name_th":"พิมพ์ราชกิจจานุเบกษา","other_agency":"","positions":null,"version":2}','64f2496531c1bd16300aa67654ea63c6743b4e0ba6333627e5dcfeabeba67947','1532b8209aa12b224b6588a522098c308364bcdcabbd3b4bb0719f8dc1aed2d5');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',27,'2026-11-21 16:33:28.720457','chair@example.go.th','sign_off','M1','2026-11-21T16:33:28.720457+00:00',NULL,'{"answers_hash":"a6e05c3b1505b9c369dd70219ee02d2b37f2b51055d24219ec4698fff07fef8e","at":"2026-11-21T16:33:28.720457+00:00","by":"chair@example.go.th","chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","decision":{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"merge","exit_question":"duplicated","next_question":null,"open_details":[],"path":[{"answer":"yes","question":"necessary"},{"answer":"yes","question":"duplicated"},{"answer":"merge","question":"consolidation"}],"possible":["merge"],"status":"decided","sub_form":null,"unused":[]}}','1532b8209aa12b224b6588a522098c308364bcdcabbd3b4bb0719f8dc1aed2d5','900835e47b32cfce2fae41eedcd461c2909fadd25d64348b372152fc236bc67a');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',28,'2026-11-21 16:33:28.720457','chair@example.go.th','sign_off','M3','2026-11-21T16:33:28.720457+00:00',NULL,'{"answers_hash":"beeda0686da063603aa21267581f7849e8aa9c0b6a3a2256c15096ae68d0f07c","at":"2026-11-21T16:33:28.720457+00:00","by":"chair@example.go.th","chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","decision":{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"cancel","exit_question":"necessary","next_question":null,"open_details":[],"path":[{"answer":"no","question":"necessary"}],"possible":["cancel"],"status":"decided","sub_form":null,"unused":[]}}','900835e47b32cfce2fae41eedcd461c2909fadd25d64348b372152fc236bc67a','0d227d0837b77c2c6738889a93da286aa647385db751c1951d2d0903d3c96a45');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',29,'2026-11-21 16:33:28.744307','malee@example.go.th','answer','M3','necessary','{"at":"2026-11-21T16:33:27.957868+00:00","by":"admin@example.go.th","evidence":"","question":"necessary","reason":"","value":"no","version":1}','{"at":"2026-11-21T16:33:28.744307+00:00","by":"malee@example.go.th","evidence":"","question":"necessary","reason":"เปลี่ยน","value":"yes","version":2}','0d227d0837b77c2c6738889a93da286aa647385db751c1951d2d0903d3c96a45','b750e2194e232ea5275370e319c62b8d5d48a351b8632aaeb45f711d6965288f');
INSERT INTO "change" VALUES('09b10004d57043a4af77c80718f353c2',30,'2026-11-21 16:33:28.751609','admin@example.go.th','membership',NULL,'prasert@example.go.th','{"email":"prasert@example.go.th","role":"member"}',NULL,'b750e2194e232ea5275370e319c62b8d5d48a351b8632aaeb45f711d6965288f','6d96a2a51365f9f86932f2589dab250a8f23e3c13228e98b2dcd36f895cb4a28');
CREATE TABLE comment (
	uid VARCHAR(32) NOT NULL, 
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	reply_to VARCHAR(32), 
	text VARCHAR(20000) NOT NULL, 
	mentions TEXT NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	resolved_by VARCHAR(254), 
	resolved_at DATETIME, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_comment PRIMARY KEY (uid), 
	CONSTRAINT fk_comment_by FOREIGN KEY("by") REFERENCES member (email), 
	CONSTRAINT fk_comment_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
CREATE TABLE draft (
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	base INTEGER NOT NULL, 
	value VARCHAR(100), 
	reason VARCHAR(20000) NOT NULL, 
	evidence VARCHAR(20000) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (mission_id, question, "by", kind), 
	CONSTRAINT fk_draft_by FOREIGN KEY("by") REFERENCES member (email), 
	CONSTRAINT fk_draft_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "draft" VALUES(2,'core','prasert@example.go.th','answer',0,NULL,'พิมพ์ค้างไว้','','2026-11-21 16:33:28.425703');
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	mission_id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	text VARCHAR(20000) NOT NULL, 
	file_name VARCHAR(1000), 
	media_type VARCHAR(100), 
	size INTEGER, 
	sha256 VARCHAR(64), 
	content BLOB, 
	"by" VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id), 
	CONSTRAINT uq_evidence_uid UNIQUE (uid)
);
INSERT INTO "evidence" VALUES(1,1,'51e92a7aa9dd4b82a057fcc3dbf9fb06','duplicated','reference','พ.ร.บ.
ม. 5',NULL,NULL,NULL,NULL,NULL,'malee@example.go.th','2026-11-21 16:33:28.443447');
INSERT INTO "evidence" VALUES(2,1,'b71a66b8807c41efb0c384a02f408f16','duplicated','link','https://www.opdc.go.th/?a=1&b=2',NULL,NULL,NULL,NULL,NULL,'malee@example.go.th','2026-11-21 16:33:28.484392');
INSERT INTO "evidence" VALUES(4,1,'094924a39a154add982f05b64c758931','duplicated','file','คำสั่ง','คำสั่ง.pdf','application/pdf',21,'43c55de83e8f00c89880e01aac7051e05214cbcb7aaa09a59ad153220ffa4b50',X'255044462D312E370A00FF80206E6F742074657874','malee@example.go.th','2026-11-21 16:33:28.613260');
CREATE TABLE head (
	chain VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_head PRIMARY KEY (chain)
);
INSERT INTO "head" VALUES('office',7,'dd921ecff374b7b730444f94f240e2749b22243ae2df6ac356faf098b5993eab');
INSERT INTO "head" VALUES('09b10004d57043a4af77c80718f353c2',30,'6d96a2a51365f9f86932f2589dab250a8f23e3c13228e98b2dcd36f895cb4a28');
CREATE TABLE identity (
	issuer VARCHAR(255) NOT NULL, 
	subject VARCHAR(255) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (issuer, subject), 
	CONSTRAINT fk_identity_email FOREIGN KEY(email) REFERENCES member (email)
);
CREATE TABLE job (
	id VARCHAR(32) NOT NULL, 
	owner VARCHAR(254), 
	name VARCHAR(1000) NOT NULL, 
	size BIGINT NOT NULL, 
	changed DATETIME NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	turn INTEGER, 
	ordered TEXT, 
	former TEXT, 
	run VARCHAR(32), 
	place VARCHAR(200), 
	host VARCHAR(200), 
	pid BIGINT, 
	process_start VARCHAR(40), 
	lease_until DATETIME, 
	progress TEXT, 
	outcome TEXT, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT uq_job_place UNIQUE (place)
);
CREATE TABLE "link" (
	mission_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_link PRIMARY KEY (mission_id, other_id), 
	CONSTRAINT fk_link_other_id FOREIGN KEY(other_id) REFERENCES mission (id), 
	CONSTRAINT fk_link_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "link" VALUES(1,2,'merge');
CREATE TABLE member (
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(1000) NOT NULL, 
	administrator BOOLEAN NOT NULL, 
	CONSTRAINT pk_member PRIMARY KEY (email)
);
INSERT INTO "member" VALUES('admin@example.go.th','ผู้ดูแล',1);
INSERT INTO "member" VALUES('chair@example.go.th','chair',0);
INSERT INTO "member" VALUES('malee@example.go.th','malee',0);
INSERT INTO "member" VALUES('prasert@example.go.th','prasert',0);
INSERT INTO "member" VALUES('secretary@example.go.th','secretary',0);
INSERT INTO "member" VALUES('stranger@example.go.th','stranger',0);
CREATE TABLE membership (
	review_id INTEGER NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (review_id, email), 
	CONSTRAINT fk_membership_email FOREIGN KEY(email) REFERENCES member (email), 
	CONSTRAINT fk_membership_review_id FOREIGN KEY(review_id) REFERENCES review (id)
);
INSERT INTO "membership" VALUES(1,'chair@example.go.th','chair');
INSERT INTO "membership" VALUES(1,'malee@example.go.th','member');
INSERT INTO "membership" VALUES(1,'secretary@example.go.th','secretariat');
CREATE TABLE mission (
	id INTEGER NOT NULL, 
	review_id INTEGER NOT NULL, 
	code VARCHAR(100) NOT NULL, 
	ministry VARCHAR(1000) NOT NULL, 
	department VARCHAR(1000) NOT NULL, 
	name_th VARCHAR(1000) NOT NULL, 
	name_en VARCHAR(1000) NOT NULL, 
	description VARCHAR(20000) NOT NULL, 
	legal_basis VARCHAR(20000) NOT NULL, 
	budget_satang BIGINT, 
	positions INTEGER, 
	other_agency VARCHAR(1000) NOT NULL, 
	assignee VARCHAR(254), 
	version INTEGER NOT NULL, ministry_en VARCHAR(1000), department_en VARCHAR(1000), settled_by VARCHAR(1000), dissent VARCHAR(20000), details TEXT, 
	CONSTRAINT pk_mission PRIMARY KEY (id), 
	CONSTRAINT fk_mission_assignee FOREIGN KEY(assignee) REFERENCES member (email), 
	CONSTRAINT fk_mission_review_id FOREIGN KEY(review_id) REFERENCES review (id), 
	CONSTRAINT uq_mission_review_id UNIQUE (review_id, code)
);
INSERT INTO "mission" VALUES(1,1,'M1','คมนาคม','','ตรวจสภาพรถ','','','',150000050,7,'',NULL,1,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "mission" VALUES(2,1,'M2','','','พิมพ์ราชกิจจานุเบกษา','Printing','','',NULL,NULL,'','prasert@example.go.th',2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "mission" VALUES(3,1,'M3','','','งานที่หมดความจำเป็น','','','',NULL,NULL,'',NULL,1,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	review_id INTEGER, 
	mission_id INTEGER, 
	facts TEXT NOT NULL, 
	day DATE, 
	made DATETIME NOT NULL, 
	expires DATETIME NOT NULL, 
	due DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	sent DATETIME, 
	ended VARCHAR(20), 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT fk_notice_email FOREIGN KEY(email) REFERENCES member (email), 
	CONSTRAINT fk_notice_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id), 
	CONSTRAINT fk_notice_review_id FOREIGN KEY(review_id) REFERENCES review (id), 
	CONSTRAINT uq_notice_email UNIQUE (email, day), 
	CONSTRAINT uq_notice_uid UNIQUE (uid)
);
CREATE TABLE notice_choice (
	email VARCHAR(254) NOT NULL, 
	digest BOOLEAN NOT NULL, 
	at_once BOOLEAN NOT NULL, 
	lang VARCHAR(2) NOT NULL, 
	CONSTRAINT pk_notice_choice PRIMARY KEY (email), 
	CONSTRAINT fk_notice_choice_email FOREIGN KEY(email) REFERENCES member (email)
);
CREATE TABLE opinion (
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	reason VARCHAR(20000) NOT NULL, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_opinion PRIMARY KEY (mission_id, question, "by"), 
	CONSTRAINT fk_opinion_by FOREIGN KEY("by") REFERENCES member (email), 
	CONSTRAINT fk_opinion_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "opinion" VALUES(1,'necessary','malee@example.go.th','yes','<b>malee@example.go.th</b> 🇹🇭',1,'2026-11-21 16:33:28.164941');
INSERT INTO "opinion" VALUES(1,'necessary','prasert@example.go.th','no','<b>prasert@example.go.th</b> 🇹🇭',1,'2026-11-21 16:33:28.279727');
INSERT INTO "opinion" VALUES(1,'necessary','chair@example.go.th','yes','<b>chair@example.go.th</b> 🇹🇭',1,'2026-11-21 16:33:28.300417');
INSERT INTO "opinion" VALUES(2,'necessary','malee@example.go.th','','',1,'2026-11-21 16:33:28.402023');
CREATE TABLE presence (
	process VARCHAR(32) NOT NULL, 
	mission_id INTEGER NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	seen DATETIME NOT NULL, 
	CONSTRAINT pk_presence PRIMARY KEY (process, mission_id, email), 
	CONSTRAINT fk_presence_email FOREIGN KEY(email) REFERENCES member (email), 
	CONSTRAINT fk_presence_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
CREATE TABLE proposal (
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	base INTEGER NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	reason VARCHAR(20000) NOT NULL, 
	evidence VARCHAR(20000) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_proposal PRIMARY KEY (mission_id, question, "by"), 
	CONSTRAINT fk_proposal_by FOREIGN KEY("by") REFERENCES member (email), 
	CONSTRAINT fk_proposal_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
CREATE TABLE review (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	ministry VARCHAR(1000) NOT NULL, 
	title_th VARCHAR(1000) NOT NULL, 
	title_en VARCHAR(1000) NOT NULL, 
	started DATE NOT NULL, 
	chart_id VARCHAR(40) NOT NULL, 
	chart_version VARCHAR(40) NOT NULL, 
	chart_hash VARCHAR(64) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	version INTEGER NOT NULL, quorum INTEGER, vouched BOOLEAN, 
	CONSTRAINT pk_review PRIMARY KEY (id), 
	CONSTRAINT uq_review_uid UNIQUE (uid)
);
INSERT INTO "review" VALUES(1,'09b10004d57043a4af77c80718f353c2','กระทรวงคมนาคม','การทบทวนภารกิจ ๒๕๖๙','Review 2026','2026-08-31','blueprint','1.0.0','2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe','open',1,NULL,NULL);
CREATE TABLE saved_view (
	review_id INTEGER NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	filters TEXT NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (review_id, email, name), 
	CONSTRAINT fk_saved_view_email FOREIGN KEY(email) REFERENCES member (email), 
	CONSTRAINT fk_saved_view_review_id FOREIGN KEY(review_id) REFERENCES review (id)
);
CREATE TABLE "settlement" (
	mission_id INTEGER NOT NULL, 
	question VARCHAR(100) NOT NULL, 
	at DATETIME NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	reason VARCHAR(20000) NOT NULL, 
	minority TEXT NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_settlement PRIMARY KEY (mission_id, question, at), 
	CONSTRAINT fk_settlement_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "settlement" VALUES(1,'necessary','2026-11-21 16:33:28.332568','yes','ยุติ','[{"at":"2026-11-21T16:33:28.279727+00:00","by":"prasert@example.go.th","question":"necessary","reason":"<b>prasert@example.go.th</b> 🇹🇭","value":"no","version":1}]','chair@example.go.th',16);
CREATE TABLE sign_in (
	id VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	began DATETIME NOT NULL, 
	seen DATETIME NOT NULL, 
	ended DATETIME, 
	ended_by VARCHAR(254), 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_email FOREIGN KEY(email) REFERENCES member (email)
);
CREATE TABLE "sign_off" (
	mission_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	decision TEXT NOT NULL, 
	answers_hash VARCHAR(64) NOT NULL, 
	chart VARCHAR(100) NOT NULL, 
	chart_hash VARCHAR(64) NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_sign_off PRIMARY KEY (mission_id, at), 
	CONSTRAINT fk_sign_off_mission_id FOREIGN KEY(mission_id) REFERENCES mission (id)
);
INSERT INTO "sign_off" VALUES(1,'2026-11-21 16:33:28.720457','chair@example.go.th','{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"merge","exit_question":"duplicated","next_question":null,"open_details":[],"path":[{"answer":"yes","question":"necessary"},{"answer":"yes","question":"duplicated"},{"answer":"merge","question":"consolidation"}],"possible":["merge"],"status":"decided","sub_form":null,"unused":[]}','a6e05c3b1505b9c369dd70219ee02d2b37f2b51055d24219ec4698fff07fef8e','blueprint@1.0.0#2ea9809e','2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe',27);
INSERT INTO "sign_off" VALUES(3,'2026-11-21 16:33:28.720457','chair@example.go.th','{"chart":"blueprint@1.0.0#2ea9809e","chart_hash":"2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe","disposition":"cancel","exit_question":"necessary","next_question":null,"open_details":[],"path":[{"answer":"no","question":"necessary"}],"possible":["cancel"],"status":"decided","sub_form":null,"unused":[]}','beeda0686da063603aa21267581f7849e8aa9c0b6a3a2256c15096ae68d0f07c','blueprint@1.0.0#2ea9809e','2ea9809ec3385b20cf2613f6a4425eb688d45d6b80d85c12e833c47d6c74acfe',28);
CREATE TABLE signed_tip (
	chain VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	"key" VARCHAR(44) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	signature VARCHAR(88) NOT NULL, 
	CONSTRAINT pk_signed_tip PRIMARY KEY (chain, seq, "key")
);
CREATE TABLE token (
	id VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	"by" VARCHAR(254) NOT NULL, 
	made DATETIME NOT NULL, 
	expires DATETIME NOT NULL, 
	revoked DATETIME, 
	CONSTRAINT pk_token PRIMARY KEY (id), 
	CONSTRAINT fk_token_email FOREIGN KEY(email) REFERENCES member (email)
);
CREATE INDEX ix_membership_email ON membership (email);
CREATE INDEX ix_evidence_mission_id ON evidence (mission_id);
CREATE INDEX ix_link_other_id ON link (other_id);
CREATE INDEX ix_identity_email ON identity (email);
CREATE INDEX ix_sign_in_email ON sign_in (email);
CREATE INDEX ix_comment_mission_id ON comment (mission_id);
CREATE INDEX ix_job_owner ON job (owner);
CREATE INDEX ix_job_state ON job (state);
CREATE INDEX ix_change_mission ON change (chain, mission, seq);
CREATE INDEX ix_token_email ON token (email);
COMMIT;
